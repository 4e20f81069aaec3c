import { describe, expect, it } from 'vitest';
import { amend, type HeldLine, type LineTerms } from '../../../../src/connectors/tryton/amendment.ts';

const line = (note: string | null, quantity: number, price: string, more: Partial<LineTerms> = {}): LineTerms => ({
  product: 1,
  unit: 1,
  quantity,
  unit_price: price,
  description: 'Mug',
  note,
  taxes: [1, 3],
  ...more,
});
const held = (id: number, gone: number, terms: LineTerms): HeldLine => ({ ...terms, id, gone });

describe('an amendment of a sale in Tryton', () => {
  it('is empty when the sale is already what it should be, however prices and taxes are written', () => {
    const before = [held(1, 0, line('shop line 11', 2, '10.00')), held(2, 0, line('shop charge 81', 1, '5'))];
    const after = [line('shop line 11', 2, '10', { taxes: [3, 1] }), line('shop charge 81', 1, '5.0000')];
    expect(amend(before, after)).toEqual({ changed: [], added: [], kept: [] });
  });

  it('changes units and price of a line, ends a line that is gone and begins a new one', () => {
    const before = [held(1, 0, line('shop line 11', 2, '10')), held(2, 0, line('shop line 12', 1, '20', { product: 2 }))];
    const { changed, added, kept } = amend(before, [line('shop line 11', 1, '9'), line('shop line 13', 4, '3', { product: 3 })]);
    expect(changed).toMatchObject([
      { line: { id: 1 }, quantity: 1, unit_price: '9' },
      { line: { id: 2 }, quantity: 0 },
    ]);
    expect(added).toMatchObject([{ product: 3, quantity: 4 }]);
    expect(kept).toEqual([]);
  });

  it('ends a line whose product or tax became another, because an amendment cannot change these', () => {
    const other = line('shop line 11', 2, '10', { taxes: [1] });
    expect(amend([held(1, 0, line('shop line 11', 2, '10'))], [other])).toMatchObject({ changed: [{ quantity: 0 }], added: [other] });
  });

  it('keeps what has gone of a line that should become less, and says so', () => {
    const before = [held(1, 2, line('shop line 11', 3, '10')), held(2, 0, line('shop line 12', 1, '20'))];
    const { changed, kept } = amend(before, [line('shop line 11', 1, '10')]);
    expect(kept).toMatchObject([{ id: 1, gone: 2 }]);
    expect(changed).toMatchObject([
      { line: { id: 1 }, quantity: 2, unit_price: '10' },
      { line: { id: 2 }, quantity: 0 },
    ]);
  });

  it('leaves a line that was split for its price alone when both halves have begun to leave and enough is wanted', () => {
    const before = [held(1, 1, line('shop line 11', 2, '3.33')), held(2, 1, line('shop line 11', 1, '3.34'))];
    expect(amend(before, [line('shop line 11', 3, '3')])).toMatchObject({ changed: [], added: [], kept: [{ id: 1 }, { id: 2 }] });
  });

  it('never touches lines that people added in Tryton', () => {
    expect(amend([held(1, 0, line('by hand', 1, '10')), held(2, 0, line(null, 1, '10'))], [])).toEqual({
      changed: [],
      added: [],
      kept: [],
    });
  });
});
