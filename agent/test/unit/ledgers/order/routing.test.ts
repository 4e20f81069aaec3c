import { describe, expect, test } from 'vitest';
import { ConnectionId } from '../../../../src/domain/reference.ts';
import { quantity } from '../../../../src/domain/quantity.ts';
import { OrderPolicy } from '../../../../src/ledgers/order/policy.ts';
import { lookupsNeeded } from '../../../../src/ledgers/order/lookups.ts';
import { at, CODES, erpLine, erpState, eur, line, order, shipment, wmsState } from '../../../support/orders.ts';
import { exported, type Story } from './story.ts';

const EVERYWHERE = {
  ...CODES,
  'location|erp|outlet': 'WH-OUT',
  'location|erp|attic': 'WH-ATTIC',
  'location|wms|outlet': 'OUTLET',
  'location|wms2|attic': 'ATTIC',
  'shipping-method|wms2|flat_rate': 'POST',
};
const ORDER = order({ lines: [line(), line({ id: '12', sku: 'TEA-02', quantity: quantity(1), net: eur('0'), taxes: [] })] });
const HALLS = [{ code: 'main' }, { code: 'outlet' }, { code: 'attic', wms: 'wms2' }];

function routed(given: Record<string, unknown>, state = erpState()): Story {
  const { locations, routing, partialRelease } = OrderPolicy.parse({ erp: 'erp', wms: 'wms', locations: HALLS, ...given });
  return exported(ORDER, { locations, routing, partialRelease }, EVERYWHERE).erp(state);
}

/** Two mugs and one tea, reserved where it says: ERP's own code → units. */
function stock(mugs: Record<string, number>, teas: Record<string, number>) {
  const at = (where: Record<string, number>) =>
    Object.entries(where).map(([warehouseCode, units]) => ({ warehouseCode, quantity: quantity(units) }));
  return erpState({
    lines: [
      erpLine({ allocations: at(mugs) }),
      erpLine({ id: '12', foreignId: 'sol-2', ordered: quantity(1), reserved: quantity(1), allocations: at(teas) }),
    ],
  });
}

/** Who is asked for what: "WH-WMS 11×2,12×1". */
function asked(told: Story): string[] {
  return told.plan().deliveries.map(({ document }) => {
    if (document.kind !== 'fulfillment-order') return document.kind;
    return `${document.warehouseCode} ${document.lines.map(({ id, quantity }) => `${id}×${quantity.value}`).join()}`;
  });
}

const rule = (locations: string[], split: string, when = {}) => ({ name: locations.join(), locations, split, when });

describe('an order is shipped', () => {
  test.each<[string, Record<string, unknown>, ReturnType<typeof erpState>, string[]]>([
    ['from the first location when the ERP does not say where', {}, erpState(), ['WH-WMS 11×2,12×1']],
    ['from where the ERP has all of it', {}, stock({ 'WH-OUT': 2, 'WH-ERP': 1 }, { 'WH-OUT': 1 }), ['OUTLET 11×2,12×1']],
    [
      'from as few locations as hold it',
      {},
      stock({ 'WH-ERP': 1, 'WH-OUT': 1, 'WH-ATTIC': 2 }, { 'WH-OUT': 1 }),
      ['OUTLET 11×1,12×1', 'WH-WMS 11×1'],
    ],
    [
      'from the preferred ones first, where a rule says so',
      { routing: [rule(['main', 'attic', 'outlet'], 'preferred')] },
      stock({ 'WH-ERP': 1, 'WH-ATTIC': 2 }, { 'WH-OUT': 1, 'WH-ATTIC': 1 }),
      ['WH-WMS 11×1', 'ATTIC 11×1,12×1'],
    ],
    [
      'by the first rule that fits',
      { routing: [rule(['outlet'], 'fewest', { countries: ['AT'] }), rule(['attic'], 'fewest')] },
      erpState(),
      ['ATTIC 11×2,12×1'],
    ],
    [
      'from one location where it may not be split',
      { routing: [rule(['main', 'outlet'], 'never')] },
      stock({ 'WH-ERP': 2, 'WH-OUT': 2 }, { 'WH-OUT': 1 }),
      ['OUTLET 11×2,12×1'],
    ],
  ])('%s', (_, given, state, expected) => {
    const told = routed(given, state);
    expect(asked(told).sort()).toEqual([...expected].sort());
    expect(told.codes()).toEqual([]);
  });

  test('by each location under its own number and at its own warehouse, whoever answers first', () => {
    const told = routed({}, stock({ 'WH-ERP': 2 }, { 'WH-ATTIC': 1 }));
    expect(told.plan().deliveries.map(({ key, connection }) => [key, connection])).toEqual([
      ['wms.fulfillment-order/1', 'wms'],
      ['wms.fulfillment-order/2', 'wms2'],
    ]);
    expect(told.acknowledge('wms.fulfillment-order/2').keys()).toEqual(['wms.fulfillment-order/1']);
    expect(told.acknowledge('wms.fulfillment-order/1').keys()).toEqual([]);
    expect(Object.values(told.ledger.requests).map(({ location, connection }) => [location, connection])).toEqual([
      ['attic', 'wms2'],
      ['main', 'wms'],
    ]);
    told.order(order({ ...ORDER, status: 'cancelled', updatedAt: at(60) }));
    expect(told.plan().deliveries.map(({ key, connection }) => [key, connection])).toEqual([
      ['wms.cancel/2', 'wms2'],
      ['wms.cancel/1', 'wms'],
    ]);
  });
});

describe('an order that nobody can ship as the rules want it', () => {
  const never = { routing: [rule(['main', 'outlet'], 'never')] };
  const apart = stock({ 'WH-ERP': 2 }, { 'WH-OUT': 1 });

  test('is told to a person, who may choose a location', () => {
    const told = routed(never, apart);
    expect([asked(told), told.plan().exceptions]).toMatchObject([
      [],
      [
        {
          code: 'order.split-not-possible',
          message: expect.stringContaining('main has 2 × MUG-01; outlet has 1 × TEA-02'),
          choices: [{ id: 'main' }, { id: 'outlet' }],
        },
      ],
    ]);
    told.tell({ kind: 'decided', at: at(60), exception: told.plan().exceptions[0]!.key, choice: 'outlet', by: 'Grace' });
    expect([asked(told), told.codes()]).toEqual([['OUTLET 11×2,12×1'], []]);
  });

  test('closes by itself when the goods have been moved', () => {
    expect(asked(routed(never, apart).erp({ ...stock({ 'WH-OUT': 2 }, { 'WH-OUT': 1 }), updatedAt: at(70) }))).toEqual([
      'OUTLET 11×2,12×1',
    ]);
  });

  test('ships what can be shipped when policy ships parts', () => {
    const only = { routing: [rule(['main'], 'fewest')], partialRelease: 'ship' };
    const told = routed(only, apart);
    expect([asked(told), told.codes()]).toEqual([['WH-WMS 11×2'], ['order.split-not-possible']]);
  });
});

test('what was short at one location is asked of another that may have it', () => {
  const told = routed({ locations: HALLS.slice(0, 2) }).acknowledge('wms.fulfillment-order/1');
  const counts = { requested: quantity(2), picked: quantity(1), shipped: quantity(1), reason: 'empty bin', substitute: null };
  told.wms(
    wmsState({
      milestone: 'picked',
      updatedAt: at(70),
      lines: [{ lineId: '11', short: quantity(1), ...counts }],
      shipments: [shipment({}, 1)],
    }),
  );
  told.tell({ kind: 'decided', at: at(80), exception: 'wms.short:shop:1001/1:11:1', choice: 'reship', by: 'Grace' });
  expect(asked(told)).toContain('OUTLET 11×1');
});

test('the codes of every location are looked up at its own warehouse, those of the ERP too', () => {
  const told = routed({});
  const empty = { ...told.ledger, codes: {} };
  const ids = lookupsNeeded(empty, {
    ...told.policy,
    locations: HALLS.map((each) => ({
      wms: null,
      calendar: null,
      ...each,
      ...(each.wms ? { wms: ConnectionId.parse(each.wms) } : {}),
    })) as never,
  });
  const keys = ids.map(({ kind, connection, key }) => `${kind}|${connection}|${key}`);
  expect(keys).toEqual(
    expect.arrayContaining([
      'location|erp|attic',
      'location|wms|outlet',
      'location|wms2|attic',
      'sku|wms2|MUG-01',
      'shipping-method|wms2|flat_rate',
    ]),
  );
  expect(new Set(keys).size).toBe(keys.length);
});
