import type { Agent } from '../../src/runtime/agent.ts';
import { startAgent } from '../../src/runtime/agent.ts';
import type { Config } from '../../src/runtime/config.ts';
import { QUIET } from '../support/world.ts';
import { openFragileBooks, type Boundary, type FragileBooks } from './fragile-books.ts';

/** An agent that dies at every crossing of a boundary and is started again each time, as systemd would. */
export interface Lives {
  /** The agent of the present life; waits while it is being started. */
  agent(): Promise<Agent>;
  /** How often it has died. */
  readonly deaths: number;
  /** No more deaths: ends the present life properly and begins one that lasts. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

interface Life {
  readonly agent: Agent;
  readonly books: FragileBooks;
}

/** Begins the first life; `boundary` null never dies. `prepare` is done once, before anything can die. */
export async function startLives(
  config: Config,
  boundary: Boundary | null,
  prepare: (agent: Agent) => Promise<void>,
  now: () => number = Date.now,
): Promise<Lives> {
  let deaths = 0;
  let over = false;
  const begin = async (upTo: Boundary | null): Promise<Life> => {
    const opened: FragileBooks[] = [];
    const openBooks = async (file: string): Promise<FragileBooks> => {
      const books = await openFragileBooks(file, upTo);
      opened.push(books);
      return books;
    };
    const agent = await startAgent({ config, log: QUIET, resolveSettings: (settings) => settings, openBooks, now });
    opened[0]!.arm();
    return { agent, books: opened[0]! };
  };
  const end = async ({ agent, books }: Life): Promise<void> => {
    await agent.stop().catch(() => undefined);
    await books.close().catch(() => undefined);
  };
  const first = await begin(null);
  await prepare(first.agent);
  let present: Promise<Life> = Promise.resolve(first);
  const watch = (life: Life): void => {
    void life.books.death.then(() => {
      if (over) return;
      deaths += 1;
      present = end(life).then(() => begin(boundary));
      void present.then(watch);
    });
  };
  if (boundary !== null) {
    await end(first);
    present = begin(boundary);
    watch(await present);
  }
  return {
    agent: async () => (await present).agent,
    get deaths() {
      return deaths;
    },
    settle: async () => {
      over = true;
      await end(await present);
      present = begin(null);
      await present;
    },
    close: async () => {
      over = true;
      await end(await present);
    },
  };
}
