import fc from 'fast-check';
import { FulfillmentState } from '../../../../src/domain/fulfillment-state.ts';
import { Milestone } from '../../../../src/domain/milestone.ts';
import { quantity } from '../../../../src/domain/quantity.ts';
import { Verdict } from '../../../../src/domain/receipt.ts';
import type { SalesOrder, SalesOrderLine, StoreRefund } from '../../../../src/domain/sales-order.ts';
import { SalesOrderStage } from '../../../../src/domain/sales-order-state.ts';
import { describeFact } from '../../../../src/ledgers/order/describe.ts';
import type { OrderFact } from '../../../../src/ledgers/order/facts.ts';
import { OrderPolicy } from '../../../../src/ledgers/order/policy.ts';
import { at, erpLine, erpState, eur, line, order, parcel, shipment, shippingCharge, vat, wmsState } from '../../../support/orders.ts';

/** Something that happens in the life of an order: a fact, an answer to what is planned, or a choice on what a person is asked. */
export type Event =
  | { readonly kind: 'fact'; readonly fact: OrderFact }
  | { readonly kind: 'answer'; readonly pick: number; readonly verdict: Verdict; readonly rest: number }
  | { readonly kind: 'choice'; readonly pick: number; readonly choice: number };

/** The life in words, for whoever has to read a failure. */
export function storyOf(policy: OrderPolicy, events: readonly Event[]): string {
  const told = events.map((event) => {
    if (event.kind === 'fact') {
      const { title, detail } = describeFact(event.fact);
      return `${title}: ${detail}${countsOf(event.fact)}`;
    }
    return event.kind === 'answer'
      ? `answer ${event.pick}: ${event.verdict} (rest ${event.rest})`
      : `choice ${event.choice} on exception ${event.pick}`;
  });
  const { partialRelease, shortage, erpChanges, erpCancels, locations } = policy;
  return [`policy ${JSON.stringify({ partialRelease, shortage, erpChanges, erpCancels, locations: locations.length })}`, ...told].join(
    '\n  ',
  );
}

function countsOf(fact: OrderFact): string {
  if (fact.kind === 'captured')
    return ` ${fact.order.lines.map((each) => `${each.id}=${each.quantity.value}`).join()} refunds ${JSON.stringify(fact.order.refunds.map((each) => [each.id, each.lines.map((l) => [l.lineId, l.quantity.value])]))} at ${fact.order.updatedAt}`;
  if (fact.kind === 'order-state')
    return ` ${fact.state.lines.map((each) => `${each.id}=${each.reserved.value}/${each.ordered.value}`).join()} at ${fact.state.updatedAt}`;
  if (fact.kind === 'fulfillment-state')
    return ` ${fact.state.reference} ${fact.state.milestone} ${fact.state.lines.map((each) => `${each.lineId}: ${each.short.value} short`).join()} ${fact.state.shipments.map((each) => `${each.id}${each.voidedAt ? ' void' : ''} by ${each.fulfillmentReference} ${each.lines.map((l) => `${l.lineId}×${l.quantity.value}`).join()}`).join('; ')} at ${fact.state.updatedAt}`;
  return '';
}

const seconds = fc.integer({ min: 0, max: 60 }).map((each) => at(each * 10));
const often = <T>(usual: T, others: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: others });

/** Units of 10.00 and 1.90 tax each. */
function priced(id: string, units: number): SalesOrderLine {
  return line({
    id,
    sku: id === '11' ? 'MUG-01' : 'TEA-02',
    quantity: quantity(units),
    net: eur(`${units * 10}`),
    taxes: [vat(`${(units * 1.9).toFixed(2)}`)],
  });
}

function refund(id: string, units: readonly [string, number][]): StoreRefund {
  const lines = units.map(([lineId, count]) => ({
    lineId,
    quantity: quantity(count),
    net: eur(`${count * 10}`),
    taxes: [vat(`${(count * 1.9).toFixed(2)}`)],
  }));
  const minor = lines.reduce((sum, each) => sum + each.net.minor + (each.taxes[0]?.amount.minor ?? 0), 0);
  return { id, at: at(50), amount: { minor, currency: 'EUR' }, reason: '', lines, charges: [], restocked: null, reference: null };
}

function sold(units: readonly [string, number][], refunds: StoreRefund[], more: Partial<SalesOrder>): SalesOrder {
  const lines = units.filter(([, count]) => count > 0).map(([id, count]) => priced(id, count));
  const minor = lines.reduce((sum, each) => sum + each.net.minor + (each.taxes[0]?.amount.minor ?? 0), 595);
  const tax = lines.reduce((sum, each) => sum + (each.taxes[0]?.amount.minor ?? 0), 95);
  const money = (amount: number) => ({ minor: amount, currency: 'EUR' });
  const back = refunds.reduce((sum, each) => sum + each.amount.minor, 0);
  return order({
    lines,
    charges: [shippingCharge()],
    total: money(minor),
    taxTotal: money(tax),
    refunds,
    refundedTotal: money(Math.min(back, minor)),
    ...more,
  });
}

const orders = fc
  .record({
    updatedAt: seconds,
    mugs: fc.integer({ min: 0, max: 4 }),
    teas: fc.integer({ min: 0, max: 3 }),
    back: fc.array(
      fc.constantFrom<[string, number][]>(
        [['11', 1]],
        [['12', 1]],
        [
          ['11', 1],
          ['12', 1],
        ],
        [['11', 2]],
      ),
      { maxLength: 2 },
    ),
    status: often<SalesOrder['status']>('processing', fc.constantFrom('cancelled', 'on-hold', 'completed', 'refunded')),
    note: often('', fc.constant('ring')),
  })
  .map(({ mugs, teas, back, ...more }) => {
    const units: [string, number][] = [
      ['11', Math.max(mugs, teas === 0 ? 1 : 0)],
      ['12', teas],
    ];
    const fitting = back
      .map((each) => each.filter(([id]) => units.some(([own, count]) => own === id && count > 0)))
      .filter((each) => each.length > 0);
    return sold(
      units,
      fitting.map((each, index) => refund(`r${index}-${each.map(([id, count]) => id + String(count)).join('')}`, each)),
      more,
    );
  });

const counts = fc.integer({ min: 0, max: 4 });
const erpStates = fc
  .record({
    stage: often<SalesOrderStage>('reserved', fc.constantFrom(...SalesOrderStage.options)),
    updatedAt: seconds,
    mugs: fc.tuple(counts, counts),
    teas: fc.tuple(counts, counts),
    refused: often(false, fc.constant(true)),
    where: often<string | null>(null, fc.constantFrom('WH-ERP', 'WH-2')),
    silent: fc.boolean(),
  })
  .map(({ mugs, teas, refused, where, silent, ...more }) => {
    const allocations = (units: number) => (where === null || units === 0 ? [] : [{ warehouseCode: where, quantity: quantity(units) }]);
    const of = (id: string, [ordered, reserved]: [number, number], never: boolean) =>
      erpLine({
        id,
        foreignId: `sol-${id}`,
        ordered: quantity(ordered),
        reserved: quantity(Math.min(ordered, reserved)),
        refused: never,
        allocations: allocations(Math.min(ordered, reserved)),
      });
    return erpState({ ...more, total: null, taxTotal: null, lines: silent ? [] : [of('11', mugs, false), of('12', teas, refused)] });
  });

const parcels = fc
  .record({
    id: fc.constantFrom('sh-1', 'sh-2', 'sh-3'),
    by: often(1, fc.constantFrom(2, 3)),
    lineId: often('11', fc.constant('12')),
    units: often(1, fc.integer({ min: 1, max: 4 })),
    voided: often(false, fc.constant(true)),
  })
  .map(({ id, by, lineId, units, voided }) =>
    shipment({
      id,
      fulfillmentReference: `shop:1001/${by}`,
      voidedAt: voided ? at(99) : null,
      lines: [{ lineId, sku: lineId === '11' ? 'MUG-01' : 'TEA-02', quantity: quantity(units), lots: [], serials: [], packageId: null }],
      packages: [parcel()],
    }),
  );

const wmsStates: fc.Arbitrary<FulfillmentState> = fc
  .record({
    number: often(1, fc.constantFrom(2, 3)),
    milestone: fc.constantFrom(...Milestone.options),
    updatedAt: seconds,
    short: fc.constantFrom(0, 0, 0, 1, 2),
    shipments: fc.array(parcels, { maxLength: 2 }),
  })
  .map(({ number, short, shipments, ...more }) => {
    const lines =
      short === 0
        ? []
        : [
            {
              lineId: '11',
              requested: quantity(4),
              picked: quantity(0),
              shipped: quantity(0),
              short: quantity(short),
              reason: 'empty bin',
              substitute: null,
            },
          ];
    return wmsState({
      ...more,
      id: `fo-${number}`,
      number: `FO-${number}`,
      reference: `shop:1001/${number}`,
      lines,
      shipments: shipments.map((each) => ({ ...each, fulfillmentReference: `shop:1001/${number}` })),
    });
  });

const fact = (given: fc.Arbitrary<OrderFact>): fc.Arbitrary<Event> => given.map((each) => ({ kind: 'fact', fact: each }));
const events: fc.Arbitrary<Event> = fc.oneof(
  { weight: 4, arbitrary: fact(fc.record({ kind: fc.constant('captured' as const), at: seconds, order: orders })) },
  { weight: 3, arbitrary: fact(fc.record({ kind: fc.constant('order-state' as const), at: seconds, state: erpStates })) },
  { weight: 4, arbitrary: fact(fc.record({ kind: fc.constant('fulfillment-state' as const), at: seconds, state: wmsStates })) },
  {
    weight: 1,
    arbitrary: fact(fc.record({ kind: fc.constant('retried' as const), at: seconds, key: fc.constant(null), by: fc.constant('Grace') })),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      pick: fc.nat(9),
      verdict: often<Verdict>('accepted', fc.constantFrom(...Verdict.options)),
      rest: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('choice' as const), pick: fc.nat(9), choice: fc.nat(3) }) },
);

const yes: Event = { kind: 'answer', pick: 0, verdict: 'accepted', rest: 0 };
const begin: readonly Event[] = [
  {
    kind: 'fact',
    fact: {
      kind: 'captured',
      at: at(0),
      order: sold(
        [
          ['11', 3],
          ['12', 2],
        ],
        [],
        { updatedAt: at(0) },
      ),
    },
  },
  yes,
  yes,
  {
    kind: 'fact',
    fact: {
      kind: 'order-state',
      at: at(0),
      state: erpState({
        updatedAt: at(0),
        total: null,
        taxTotal: null,
        lines: [
          erpLine({ ordered: quantity(3), reserved: quantity(3) }),
          erpLine({ id: '12', foreignId: 'sol-12', ordered: quantity(2), reserved: quantity(2) }),
        ],
      }),
    },
  },
  yes,
];

/** Lives of orders; most begin at the warehouse, where most can go wrong. */
export const lives: fc.Arbitrary<Event[]> = fc
  .tuple(often(true, fc.constant(false)), fc.array(events, { maxLength: 30, size: 'max' }))
  .map(([further, rest]) => (further ? [...begin, ...rest] : rest));

/** Policies that decide differently. */
export const policies: fc.Arbitrary<OrderPolicy> = fc
  .record({
    partialRelease: fc.constantFrom('wait', 'ship'),
    shortage: fc.constantFrom('ask', 'reship', 'cancel'),
    erpChanges: fc.constantFrom('ask', 'follow'),
    erpCancels: fc.constantFrom('ask', 'follow'),
    returns: fc.constantFrom({ storeRefund: 'ask' }, { storeRefund: 'automatic' }, { storeRefund: 'never' }),
    locations: fc.constantFrom([], [{ code: 'main' }, { code: 'second', wms: 'wms2' }]),
    routing: fc.constantFrom(
      [],
      [{ name: 'all', locations: ['main', 'second'], split: 'preferred' }],
      [{ name: 'one', locations: ['second', 'main'], split: 'never' }],
    ),
  })
  .map((given) => OrderPolicy.parse({ erp: 'erp', wms: 'wms', ...given }));
