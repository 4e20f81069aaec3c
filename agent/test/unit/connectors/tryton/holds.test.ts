import { describe, expect, it } from 'vitest';
import { createHolds } from '../../../../src/connectors/tryton/holds.ts';

interface Row {
  readonly id: number;
  readonly stage: string;
}
const of = { id: ({ id }: Row) => id, reference: ({ id }: Row) => `shop:${id}` };

describe('reading an order that is being written', () => {
  it('waits for the end of the writing, and reads only that order again', async () => {
    const holds = createHolds();
    let stage = 'between';
    let finish: () => void = () => undefined;
    const written = holds.writing('shop:1', () => new Promise<void>((resolve) => (finish = resolve)));
    const asked: (readonly number[])[] = [];
    const read = (ids: readonly number[]): Promise<Row[]> => {
      asked.push(ids);
      return Promise.resolve(ids.map((id) => ({ id, stage })));
    };
    const reading = holds.reading([1, 2], read, of);
    stage = 'after';
    finish();
    await written;
    expect(await reading).toEqual([
      { id: 2, stage: 'between' },
      { id: 1, stage: 'after' },
    ]);
    expect(asked).toEqual([[1, 2], [1]]);
  });

  it('does not trust what it read while a writing began and ended, also when that failed', async () => {
    const holds = createHolds();
    let reads = 0;
    const read = async (ids: readonly number[]): Promise<Row[]> => {
      reads += 1;
      if (reads === 1) await holds.writing('shop:1', () => Promise.reject(new Error('refused'))).catch(() => undefined);
      return ids.map((id) => ({ id, stage: String(reads) }));
    };
    expect(await holds.reading([1], read, of)).toEqual([{ id: 1, stage: '2' }]);
    expect(await holds.reading([1], read, of)).toEqual([{ id: 1, stage: '3' }]);
  });
});
