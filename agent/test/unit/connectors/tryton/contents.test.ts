import { describe, expect, it } from 'vitest';
import { fill, lotsLeftOut, portionsLeft, portionsOf, portionsWithout } from '../../../../src/connectors/tryton/contents.ts';
import type { OutboundShipment } from '../../../../src/domain/outbound.ts';
import { quantity } from '../../../../src/domain/quantity.ts';

type Line = OutboundShipment['lines'][number];
const line = (lineId: string, units: number, more: Partial<Line> = {}): Line => ({
  ...{ lineId, foreignLineId: null, itemCode: lineId, quantity: quantity(units), lots: [], serials: [], packageId: null },
  ...more,
});
const rows = (lines: Line[]) => portionsOf({ lines }).map(({ lineId, units, lot, packageId }) => [lineId, units, lot, packageId]);

describe('what is in a parcel', () => {
  it('is divided by lots where their share is known: one lot for all, one unit each, or serial numbers', () => {
    expect(rows([line('a', 5, { lots: ['L1'], packageId: 'P1' })])).toEqual([['a', 5, 'L1', 'P1']]);
    expect(rows([line('a', 2, { lots: ['L1', 'L2'] })])).toEqual([
      ['a', 1, 'L1', null],
      ['a', 1, 'L2', null],
    ]);
    expect(rows([line('a', 2, { lots: ['L1'], serials: ['S1', 'S2'] })])).toEqual([
      ['a', 1, 'S1', null],
      ['a', 1, 'S2', null],
    ]);
  });

  it('names lots whose share nobody told, instead of guessing', () => {
    const open = [line('a', 5, { lots: ['L1', 'L2'] })];
    expect(rows(open)).toEqual([['a', 5, null, null]]);
    expect(lotsLeftOut({ lines: open })).toContain('"a" (L1, L2)');
    expect(lotsLeftOut({ lines: [line('a', 2, { lots: ['L1', 'L2'] }), line('b', 3, { lots: ['L3'] }), line('c', 1)] })).toBeNull();
  });

  it('fills the moves of a line in order, and leaves over what no portion covers', () => {
    const portions = portionsOf({
      lines: [line('a', 2, { packageId: 'P1' }), line('a', 1, { packageId: 'P2' }), line('b', 1, { packageId: 'P2' })],
    });
    const vessels = [
      { id: 1, lineId: 'a', units: 1 },
      { id: 2, lineId: 'a', units: 3 },
      { id: 3, lineId: 'b', units: 1 },
    ];
    expect([...fill(vessels, portions)]).toEqual([
      [1, [{ units: 1, lot: null, packageId: 'P1' }]],
      [
        2,
        [
          { units: 1, lot: null, packageId: 'P1' },
          { units: 1, lot: null, packageId: 'P2' },
          { units: 1, lot: null, packageId: null },
        ],
      ],
      [3, [{ units: 1, lot: null, packageId: 'P2' }]],
    ]);
  });

  it('puts into a move of one lot only portions of that lot', () => {
    const portions = portionsOf({
      lines: [line('a', 1, { lots: ['L1'], packageId: 'P1' }), line('a', 1, { lots: ['L2'], packageId: 'P2' })],
    });
    const filled = fill(
      [
        { id: 1, lineId: 'a', units: 1, lot: 'L2' },
        { id: 2, lineId: 'a', units: 1, lot: 'L1' },
      ],
      portions,
    );
    expect([...filled.values()].map(([part]) => part?.packageId)).toEqual(['P2', 'P1']);
  });

  it('goes on after the units that an earlier attempt booked', () => {
    const portions = portionsOf({ lines: [line('a', 2, { packageId: 'P1' }), line('a', 2, { packageId: 'P2' })] });
    expect(portionsLeft(portions, new Map([['a', quantity(1)]]))).toMatchObject([{ units: 1, packageId: 'P2' }]);
    expect(portionsLeft(portions, new Map())).toEqual([]);
    const lots = portionsOf({ lines: [line('a', 3, { lots: ['L1'] }), line('a', 1, { lots: ['L2'] })] });
    expect(portionsWithout(lots, [{ lineId: 'a', lot: 'L1', units: 2 }])).toMatchObject([{ units: 1, lot: 'L1' }, { lot: 'L2' }]);
  });
});
