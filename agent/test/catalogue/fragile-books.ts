import { openDatabase, type Database, type Tx } from '../../src/database/database.ts';

/** Where between two stages the process can die: a page was stored · a document became facts · a write was claimed but not sent · a write was sent, its receipt not stored · the receipt was stored. */
export const BOUNDARIES = ['stored', 'recorded', 'claimed', 'sent', 'receipt'] as const;
export type Boundary = (typeof BOUNDARIES)[number];

/** The agent's books that die at the next crossing of a boundary, with all that the process knew: from then on nothing is read or written. */
export interface FragileBooks extends Database {
  /** From now on it dies; what a new life does to pick up the last one is let through. */
  arm(): void;
  /** Resolves when it dies. */
  readonly death: Promise<void>;
}

class Dead extends Error {}

interface Census {
  readonly waiting: number;
  readonly sending: number;
  readonly firstAttempts: number;
}

/** Opens the books of one life; `boundary` null lives on. */
export async function openFragileBooks(file: string, boundary: Boundary | null): Promise<FragileBooks> {
  const books = await openDatabase(file);
  let armed = false;
  let dead = false;
  let die: () => void = () => undefined;
  const death = new Promise<void>((resolve) => (die = resolve));
  const end = (): never => {
    dead = true;
    die();
    throw new Dead('the process is dead');
  };
  return {
    get read() {
      if (dead) throw new Dead('the process is dead');
      return books.read;
    },
    async write(work) {
      if (dead) throw new Dead('the process is dead');
      let crossed = false;
      const value = await books.write(async (tx) => {
        if (dead) throw new Dead('the process is dead');
        if (boundary === null || !armed) return work(tx);
        const before = await census(tx);
        const result = await work(tx);
        crossed = crossedBy(boundary, before, await census(tx));
        // Death before the receipt is stored: what the party has committed is known to nobody here.
        if (crossed && boundary === 'sent') end();
        return result;
      });
      // Also what was committed together with it gets no answer any more.
      if (crossed || dead) end();
      return value;
    },
    close: () => books.close(),
    arm: () => void (armed = true),
    death,
  };
}

/** Each crossing once: a write that is sent again after a death is let through, or nothing would ever get on. */
function crossedBy(boundary: Boundary, before: Census, after: Census): boolean {
  switch (boundary) {
    case 'stored':
      return after.waiting > before.waiting;
    case 'recorded':
      return after.waiting < before.waiting;
    case 'claimed':
      return after.firstAttempts > before.firstAttempts;
    case 'sent':
      return after.firstAttempts < before.firstAttempts;
    case 'receipt':
      return after.sending < before.sending;
  }
}

async function census(tx: Tx): Promise<Census> {
  const envelopes = await tx.selectFrom('envelopes').select(['id']).where('state', '=', 'pending').execute();
  const sending = await tx.selectFrom('deliveries').select(['attempts']).where('state', '=', 'sending').execute();
  return { waiting: envelopes.length, sending: sending.length, firstAttempts: sending.filter(({ attempts }) => attempts === 1).length };
}
