import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

type Tx = Transaction<Tables>;
type Readable = Kysely<Tables> | Tx;

/** What the mapping table said about a key, "nothing" included: the same few codes are asked for with every fact. */
export interface CodeMemory {
  /** Undefined when it was never asked for; null when it has no mapping. */
  get(id: string): Remembered | null | undefined;
  set(id: string, found: Remembered | null): void;
  /** To be called when a row changes and when a change is undone. */
  forget(): void;
}

interface Remembered {
  readonly value: string;
  readonly label: string;
}

const MOST = 20_000;
const memories = new WeakMap<Readable, CodeMemory>();

export function createCodeMemory(): CodeMemory {
  const known = new Map<string, Remembered | null>();
  return {
    get: (id) => known.get(id),
    set: (id, found) => {
      if (known.size >= MOST) known.clear();
      known.set(id, found);
    },
    forget: () => known.clear(),
  };
}

/** Lets a transaction use what the ones before it have learnt; right only as long as this process alone writes the table. */
export function lendMemory(tx: Tx, memory: CodeMemory): void {
  memories.set(tx, memory);
}

/** The memory that was lent to this transaction; the read connection has none. */
export function memoryOf(db: Readable): CodeMemory | undefined {
  return memories.get(db);
}
