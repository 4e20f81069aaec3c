/** Orders that are being written right now. Booking a parcel takes many calls, and between them Tryton says things that are not so: goods that are reserved look as if they were not. */
export interface Holds {
  /** Writes about an order, by our reference of it. */
  writing<T>(reference: string, work: () => Promise<T>): Promise<T>;
  /** Reads orders until none of them was being written meanwhile; `referenceOf` gives our reference of each. */
  reading<R>(ids: readonly number[], read: (ids: readonly number[]) => Promise<readonly R[]>, of: Named<R>): Promise<R[]>;
}

export interface Named<R> {
  readonly id: (row: R) => number;
  readonly reference: (row: R) => string;
}

/** For one session. */
export function createHolds(): Holds {
  const writes = createWrites();
  let readers = 0;
  const reading: Holds['reading'] = async (ids, read, of) => {
    const since = writes.turn();
    const rows = await read(ids);
    const unsure = rows.filter((row) => writes.isUnsure(of.reference(row), since));
    if (unsure.length === 0) return [...rows];
    await Promise.allSettled(unsure.flatMap((row) => writes.of(of.reference(row))));
    const sure = rows.filter((row) => !unsure.includes(row));
    return [...sure, ...(await reading(unsure.map(of.id), read, of))];
  };
  return {
    writing: writes.run,
    reading: async (ids, read, of) => {
      readers += 1;
      try {
        return await reading(ids, read, of);
      } finally {
        readers -= 1;
        if (readers === 0) writes.forget();
      }
    },
  };
}

function createWrites() {
  const running = new Map<string, Set<Promise<unknown>>>();
  const ended = new Map<string, number>();
  let turn = 0;
  const settle = (reference: string, work: Promise<unknown>): void => {
    const left = running.get(reference);
    left?.delete(work);
    if (left?.size === 0) running.delete(reference);
    turn += 1;
    ended.set(reference, turn);
  };
  return {
    turn: () => turn,
    of: (reference: string): Promise<unknown>[] => [...(running.get(reference) ?? [])],
    isUnsure: (reference: string, since: number): boolean => running.has(reference) || (ended.get(reference) ?? 0) > since,
    /** What has ended matters only to those who are reading. */
    forget: () => ended.clear(),
    run: <T>(reference: string, work: () => Promise<T>): Promise<T> => {
      const mine = work();
      running.set(reference, (running.get(reference) ?? new Set()).add(mine));
      const done = (): void => settle(reference, mine);
      mine.then(done, done);
      return mine;
    },
  };
}
