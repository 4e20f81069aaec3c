import { describe, expect, it } from 'vitest';
import type { RawOrder } from '../../../../src/connectors/tryton/order-raw.ts';
import { lastStamp, orderState } from '../../../../src/connectors/tryton/order-state.ts';
import { SalesOrderState } from '../../../../src/domain/sales-order-state.ts';

const MUG = { id: 3, type: 'goods', code: 'MUG' };
const stamps = { create_date: '2026-11-20T10:00:00.000000Z', write_date: null };

/** One sale of 3 mugs in process; its moves and picks in the given states. */
function raw(
  more: {
    sale?: string;
    move?: string;
    picks?: [state: string, quantity: number][];
    shipment?: string;
    incoming?: RawOrder['incoming'];
  } = {},
): RawOrder {
  const picks = more.picks ?? [['assigned', 3]];
  return {
    sale: {
      id: 7,
      number: '12',
      state: more.sale ?? 'processing',
      web_id: 'shop:1001',
      untaxed_amount: '30.00',
      tax_amount: '6.00',
      total_amount: '36.00',
      'currency.': { code: 'EUR' },
      'warehouse.': { id: 4, code: 'WH' },
      ...stamps,
    },
    lines: [
      { id: 1, sale: 7, note: 'shop line 11', quantity: 3, amount: '30', 'product.': MUG },
      { id: 2, sale: 7, note: null, quantity: 1, amount: '0', 'product.': { ...MUG, id: 9, type: 'service' } },
    ],
    moves: [{ id: 21, state: more.move ?? 'draft', quantity: 3, origin: 'sale.line,1', shipment: 'stock.shipment.out,5', ...stamps }],
    picks: picks.map(([state, quantity], index) => ({
      id: 31 + index,
      state,
      quantity,
      origin: 'stock.move,21',
      shipment: 'stock.shipment.out,5',
      ...stamps,
    })),
    shipments: [{ id: 5, number: 'S5', state: more.shipment ?? 'assigned', reference: null, ...stamps }],
    incoming: more.incoming ?? [],
  };
}

const stageOf = (more: Parameters<typeof raw>[0]): string => orderState(raw(more)).stage;

describe('the state of a sale in Tryton', () => {
  it('is a valid document, with our line id and without services', () => {
    const state = orderState(raw());
    expect(SalesOrderState.parse(state)).toEqual(state);
    expect(state).toMatchObject({
      id: '7',
      number: '12',
      reference: 'shop:1001',
      stage: 'reserved',
      total: { minor: 3600 },
      taxTotal: { minor: 600 },
    });
    expect(state.lines).toEqual([
      {
        id: '11',
        foreignId: '1',
        ordered: { value: '3', unit: 'C62' },
        reserved: { value: '3', unit: 'C62' },
        expectedAt: null,
        itemCode: 'MUG',
        net: { minor: 3000, currency: 'EUR' },
        refused: false,
        allocations: [{ warehouseCode: 'WH', quantity: { value: '3', unit: 'C62' } }],
      },
    ]);
  });

  it.each([
    ['draft', 'received'],
    ['quotation', 'received'],
    ['confirmed', 'accepted'],
    ['cancelled', 'cancelled'],
  ])('in state %s is %s', (sale, stage) => {
    expect(stageOf({ sale })).toBe(stage);
  });

  it('is backordered while some of it is not reserved, and says how much is', () => {
    const state = orderState(
      raw({
        picks: [
          ['assigned', 2],
          ['draft', 1],
        ],
        shipment: 'waiting',
      }),
    );
    expect(state).toMatchObject({
      stage: 'backordered',
      lines: [{ reserved: { value: '2' }, expectedAt: null, allocations: [{ warehouseCode: 'WH', quantity: { value: '2' } }] }],
    });
  });

  it('is expected when suppliers have brought enough of what is short, and not before', () => {
    const owed = (id: number, quantity: number, planned_date: string, product = 3) => ({ id, product, quantity, planned_date });
    const short = { picks: [['draft', 3]] as [string, number][], shipment: 'waiting' };
    const deliveries = [owed(1, 2, '2026-12-01'), owed(2, 50, '2026-12-02', 99), owed(3, 5, '2026-12-08')];
    expect(orderState(raw({ ...short, incoming: deliveries })).lines[0]?.expectedAt).toBe('2026-12-08T00:00:00.000Z');
    expect(orderState(raw({ ...short, incoming: deliveries.slice(0, 2) })).lines[0]?.expectedAt).toBeNull();
    expect(orderState(raw({ incoming: deliveries })).lines[0]?.expectedAt).toBeNull();
  });

  it('counts what has been picked as reserved', () => {
    expect(stageOf({ picks: [['done', 3]], shipment: 'picked' })).toBe('reserved');
  });

  it('is closed when all has left, and cancelled when all was cancelled, though Tryton calls both "sent"', () => {
    expect(stageOf({ move: 'done', shipment: 'done' })).toBe('closed');
    expect(stageOf({ move: 'cancelled', shipment: 'cancelled', picks: [['cancelled', 3]] })).toBe('cancelled');
    expect(stageOf({ sale: 'done', move: 'cancelled', shipment: 'cancelled', picks: [] })).toBe('cancelled');
  });

  it('makes one line of ours again of a line that was split for its price', () => {
    const one = raw();
    const half = { id: 3, sale: 7, note: 'shop line 11', quantity: 2, amount: '20', 'product.': MUG };
    const state = orderState({ ...one, lines: [...one.lines, half] });
    expect(state.lines).toMatchObject([
      { id: '11', foreignId: '1+3', ordered: { value: '5' }, reserved: { value: '3' }, net: { minor: 5000 } },
    ]);
    expect(state.stage).toBe('backordered');
  });

  it('keeps lines that people added in Tryton apart, without an id of ours', () => {
    const one = raw();
    const added = [4, 5].map((id) => ({ id, sale: 7, note: 'by hand', quantity: 1, amount: '10', 'product.': MUG }));
    expect(orderState({ ...one, lines: [...one.lines, ...added] }).lines.map((line) => line.id)).toEqual(['11', null, null]);
  });

  it('is as new as the newest of what hangs on it', () => {
    const one = raw();
    const newer = '2026-11-20T10:00:00.000001Z';
    expect(lastStamp({ ...one, picks: one.picks.map((pick) => ({ ...pick, write_date: newer })) })).toBe(newer);
  });
});
