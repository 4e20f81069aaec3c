import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { growth } from './growth.ts';
import { build } from './installed.ts';
import { latency } from './latency.ts';
import { describeMachine, yardsticks } from './machine.ts';
import { pure } from './pure.ts';
import { replanning } from './replanning.ts';
import { render, type Bench } from './result.ts';
import { throughput } from './throughput.ts';

const USAGE = `npm run bench -- [options]
  --only a,b    yardsticks, pure, feed, real-shop, latency, throughput, replanning, growth (default: all)
  --orders N    orders of a flood (default 1500)
  --held N      orders in the books when their growth is measured (default 20000)
  --open N      open orders that are planned again (default 100000)
  --json        the report as JSON`;

interface Sizes {
  readonly orders: number;
  readonly held: number;
  readonly open: number;
}

const BENCHES: Readonly<Record<string, (dir: string, sizes: Sizes) => Promise<Bench> | Bench>> = {
  yardsticks: (dir) => yardsticks(dir),
  pure,
  feed: (dir) => import('./feed.ts').then(({ feed }) => feed(dir)),
  'real-shop': (dir) => import('./real-shop.ts').then(({ realShop }) => realShop(dir)),
  latency: (dir) => latency(dir, 60),
  throughput: (dir, { orders }) => throughput(dir, orders, 50),
  replanning: (dir, { open }) => replanning(dir, open),
  growth: (dir, { orders, held }) => growth(dir, Math.ceil(orders / 3), held),
};

function readOptions(): Sizes & { readonly names: readonly string[]; readonly json: boolean } {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: Object.keys(BENCHES).join(',') },
      orders: { type: 'string', default: '1500' },
      held: { type: 'string', default: '20000' },
      open: { type: 'string', default: '100000' },
      json: { type: 'boolean', default: false },
    },
  });
  const names = values.only.split(',');
  const sizes = { orders: Number(values.orders), held: Number(values.held), open: Number(values.open) };
  if (!names.every((name) => Object.hasOwn(BENCHES, name)) || !(sizes.orders > 0) || !(sizes.held >= 0) || !(sizes.open > 0))
    throw new RangeError(USAGE);
  return { ...sizes, names, json: values.json };
}

/** One bench that breaks does not take the figures of the others with it. */
function broken(name: string, error: unknown): Bench {
  process.exitCode = 1;
  return { title: name, figures: [], skipped: `(broken) ${error instanceof Error ? error.message : String(error)}` };
}

/** Misses are printed, never asserted: only a bench that breaks ends with an error. */
async function main(): Promise<void> {
  const { names, json, ...sizes } = readOptions();
  const machine = describeMachine();
  const dir = mkdtempSync(join(tmpdir(), 'crossdock-bench-'));
  const benches: Bench[] = [];
  process.stderr.write('building the agent …\n');
  build();
  try {
    for (const name of names) {
      process.stderr.write(`${name} …\n`);
      const bench = await Promise.resolve()
        .then(() => BENCHES[name]?.(dir, sizes))
        .catch((error: unknown) => broken(name, error));
      if (bench) benches.push(bench);
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  const report = { machine, benches };
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : render(report));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof RangeError ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
});
