import { afterEach, describe, expect, it } from 'vitest';
import type { Logger } from '../../../src/connector/tools.ts';
import { Loop } from '../../../src/runtime/loop.ts';
import { never, until } from '../../support/until.ts';
import { QUIET } from '../../support/world.ts';

const loops: Loop[] = [];
afterEach(async () => {
  gate.open();
  await Promise.all(loops.splice(0).map((loop) => loop.stop()));
});

/** Lets every run wait until it is opened. */
function makeGate(): { open: () => void; pass: () => Promise<void>; shut: () => void } {
  let passed = Promise.resolve();
  let open = (): void => undefined;
  return {
    shut: () => (passed = new Promise((resolve) => (open = resolve))) as never,
    open: () => open(),
    pass: () => passed,
  };
}
let gate = makeGate();

function counted(next: (run: number) => number | null = () => null, log: Logger = QUIET) {
  gate = makeGate();
  const seen = { runs: 0, now: 0, most: 0 };
  const loop = new Loop(
    'test',
    async () => {
      seen.runs += 1;
      seen.now += 1;
      seen.most = Math.max(seen.most, seen.now);
      await gate.pass();
      seen.now -= 1;
      return next(seen.runs);
    },
    log,
    Date.now,
  );
  loops.push(loop);
  return { loop, seen };
}
const runs = (seen: { runs: number }, n: number) => until(`it has run ${n} times`, () => seen.runs >= n);

describe('kicks', () => {
  it('of the same moment are the run that begins at once and one more', async () => {
    const { loop, seen } = counted();
    for (let i = 0; i < 5; i += 1) loop.kick();
    await runs(seen, 1);
    gate.open();
    await until('it rests', () => seen.now === 0);
    await never('there is a third', () => seen.runs > 2, 100);
    expect(seen.runs).toBe(2);
  });

  it('during a run lead to exactly one more run, and never to two at once', async () => {
    const { loop, seen } = counted();
    gate.shut();
    loop.kick();
    await runs(seen, 1);
    for (let i = 0; i < 10; i += 1) loop.kick();
    gate.open();
    await runs(seen, 2);
    await never('it runs a third time', () => seen.runs > 2, 150);
    expect(seen.most).toBe(1);
  });

  it('in the moment when a run ends are not lost', async () => {
    const { loop, seen } = counted();
    for (let i = 1; i <= 200; i += 1) {
      loop.kick();
      const before = seen.runs;
      for (let turn = 0; turn < i % 7; turn += 1) await Promise.resolve();
      loop.kick();
      await until('it has run for the second kick', () => seen.runs > before);
    }
    await until('it rests', () => seen.now === 0);
    const rested = seen.runs;
    loop.kick();
    await runs(seen, rested + 1);
    expect(seen.most).toBe(1);
  });
});

describe('a set time', () => {
  it('starts a run when it has come', async () => {
    const { loop, seen } = counted();
    const started = Date.now();
    loop.at(started + 60);
    await runs(seen, 1);
    expect(Date.now() - started).toBeGreaterThanOrEqual(58);
  });

  it('gives way to an earlier one and not to a later one', async () => {
    const { loop, seen } = counted();
    const started = Date.now();
    loop.at(started + 50_000);
    loop.at(started + 50);
    loop.at(started + 40_000);
    await runs(seen, 1);
    expect(Date.now() - started).toBeLessThan(30_000);
    await never('it runs again', () => seen.runs > 1, 150);
  });

  it('is forgotten when the loop is kicked before it', async () => {
    const { loop, seen } = counted();
    loop.at(Date.now() + 100);
    loop.kick();
    await runs(seen, 1);
    await never('it runs a second time', () => seen.runs > 1, 250);
  });

  it('may be what the work itself asked for', async () => {
    const { loop, seen } = counted((run) => (run < 4 ? Date.now() + 5 : null));
    loop.kick();
    await runs(seen, 4);
    await never('it goes on', () => seen.runs > 4, 100);
  });

  it('in the past is now, and one that no timer can hold does not run at once', async () => {
    const past = counted();
    past.loop.at(0);
    await runs(past.seen, 1);
    const far = counted();
    far.loop.at(Date.now() + 2 ** 40);
    await never('it runs', () => far.seen.runs > 0, 100);
  });
});

describe('work that fails', () => {
  it('is logged and goes on in a second', async () => {
    const logged: string[] = [];
    const log: Logger = { ...QUIET, error: (_facts, message) => void logged.push(message) };
    const { loop, seen } = counted((run) => {
      if (run === 1) throw new Error('broken');
      return null;
    }, log);
    const started = Date.now();
    loop.kick();
    await runs(seen, 2);
    expect(Date.now() - started).toBeGreaterThanOrEqual(990);
    expect(logged).toEqual(['The test loop failed; it goes on in a second.']);
  });
});

describe('stopping', () => {
  it('waits for the run under way and begins no other', async () => {
    const { loop, seen } = counted(() => Date.now());
    gate.shut();
    loop.kick();
    await runs(seen, 1);
    loop.kick();
    let stopped = false;
    const stopping = loop.stop().then(() => (stopped = true));
    await never('it is stopped before its run is over', () => stopped, 80);
    gate.open();
    await stopping;
    expect(seen.now).toBe(0);
    loop.kick();
    loop.at(0);
    await never('it runs again', () => seen.runs > 1, 100);
  });
});
