import { describe, expect, it } from 'vitest';
import type { RawOrder } from '../../../../src/connectors/tryton/order-raw.ts';
import { excessLine, remainingOf, takeFrom } from '../../../../src/connectors/tryton/shipment-plan.ts';
import { salesOrder, shipment } from '../../../support/tryton/documents.ts';

const stamps = { create_date: '2026-11-20T10:00:00.000000Z', write_date: null };
const order = salesOrder('1', [
  { code: 'MUG', pieces: 5, net: '50.00', tax: {} },
  { code: 'CAP', pieces: 2, net: '30.00', tax: {} },
]);

/** Moves as [line, shipment, quantity, state]; shipments as [id, state, reference]. */
function raw(moves: [number, number, number, string][], shipments: [number, string, string | null][]): RawOrder {
  return {
    sale: {
      id: 7,
      number: null,
      state: 'processing',
      web_id: 'shop:1',
      untaxed_amount: '80',
      tax_amount: '0',
      total_amount: '80',
      'currency.': { code: 'EUR' },
      'warehouse.': { id: 4, code: 'WH' },
      ...stamps,
    },
    lines: [
      { id: 1, sale: 7, note: 'shop line 11', quantity: 3, amount: '0', 'product.': null },
      { id: 2, sale: 7, note: 'shop line 11', quantity: 2, amount: '0', 'product.': null },
      { id: 3, sale: 7, note: 'shop line 12', quantity: 2, amount: '0', 'product.': null },
    ],
    moves: moves.map(([line, to, quantity, state], index) => ({
      id: 20 + index,
      state,
      quantity,
      origin: `sale.line,${line}`,
      shipment: `stock.shipment.out,${to}`,
      ...stamps,
    })),
    picks: [],
    shipments: shipments.map(([id, state, reference]) => ({ id, number: null, state, reference, ...stamps })),
    incoming: [],
  };
}

const open = raw(
  [
    [1, 5, 3, 'draft'],
    [2, 5, 2, 'draft'],
    [3, 5, 2, 'draft'],
  ],
  [[5, 'assigned', null]],
);
const plan = (document: ReturnType<typeof shipment>, now: RawOrder, id = 5): [number, string][] => [
  ...takeFrom(id, remainingOf(document, now), document, now),
];

describe('planning a parcel over the moves of a sale', () => {
  it('fills the halves of a split line one after the other', () => {
    expect(plan(shipment(order, '7', { '11': 4 }), open)).toEqual([
      [20, '3'],
      [21, '1'],
    ]);
  });

  it('takes only from the shipment that is asked for', () => {
    const two = raw(
      [
        [1, 5, 3, 'draft'],
        [3, 6, 2, 'draft'],
      ],
      [
        [5, 'waiting', null],
        [6, 'waiting', null],
      ],
    );
    const document = shipment(order, '7', { '11': 3, '12': 2 });
    expect(plan(document, two, 5)).toEqual([[20, '3']]);
    expect(plan(document, two, 6)).toEqual([[21, '2']]);
  });

  it('leaves out what an earlier attempt has booked under the same id, and only that', () => {
    const document = shipment(order, '7', { '11': 3, '12': 1 });
    const half = raw(
      [
        [1, 5, 3, 'done'],
        [3, 6, 2, 'draft'],
      ],
      [
        [5, 'done', document.shipmentId],
        [6, 'waiting', null],
      ],
    );
    expect([...remainingOf(document, half).keys()]).toEqual(['12']);
    const other = raw(
      [
        [1, 5, 3, 'done'],
        [2, 6, 2, 'draft'],
        [3, 6, 2, 'draft'],
      ],
      [
        [5, 'done', 'SH-other'],
        [6, 'waiting', null],
      ],
    );
    expect([...remainingOf(document, other).keys()]).toEqual(['11', '12']);
    expect(excessLine(remainingOf(document, other), document, other)).toBe('11');
  });

  it('adds up lines that name the same line of ours', () => {
    const document = shipment(order, '7', { '11': 3 });
    const twice = { ...document, lines: [...document.lines, ...document.lines] };
    expect(excessLine(remainingOf(twice, open), twice, open)).toBe('11');
  });

  it('finds a line by the id of our receipt where its note was edited away, and no other line', () => {
    const edited = { ...open, lines: open.lines.map((line) => (line.id === 3 ? { ...line, note: null } : line)) };
    const document = shipment(order, '7', { '12': 2 });
    expect(excessLine(remainingOf(document, edited), document, edited)).toBe('12');
    const known = { ...document, lines: document.lines.map((line) => ({ ...line, foreignLineId: '3' })) };
    expect(plan(known, edited)).toEqual([[22, '2']]);
  });
});
