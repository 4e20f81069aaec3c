import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Shipment } from '../../../../src/domain/shipment.ts';
import { Milestone } from '../../../../src/domain/milestone.ts';
import type { OutboundShipment } from '../../../../src/domain/outbound.ts';
import type { Plan, PlannedDelivery } from '../../../../src/domain/plan.ts';
import { quantity } from '../../../../src/domain/quantity.ts';
import { Verdict } from '../../../../src/domain/receipt.ts';
import { SalesOrderStage } from '../../../../src/domain/sales-order-state.ts';
import { SalesOrderStatus } from '../../../../src/domain/sales-order.ts';
import { OrderFact } from '../../../../src/ledgers/order/facts.ts';
import { emptyLedger, OrderLedger } from '../../../../src/ledgers/order/ledger.ts';
import { lookupsNeeded } from '../../../../src/ledgers/order/lookups.ts';
import { plan } from '../../../../src/ledgers/order/plan.ts';
import { record } from '../../../../src/ledgers/order/record.ts';
import { mirrorOf, viewOf } from '../../../../src/ledgers/order/view.ts';
import { at, CODES, erpState, eur, line, order, parcel, policy, shipment, SUBJECT, wmsState } from '../../../support/orders.ts';
import { patience, sequences } from '../random/sequences.ts';
import { defaultReceipt } from './story.ts';

const RUNS = { numRuns: sequences(0.01), seed: 3 };
const TIMEOUT = patience(0.01);
const POLICY = policy();
const MOST = 3;

const seconds = fc.integer({ min: 0, max: 40 }).map((each) => at(each * 10));
const often = <T>(usual: T, others: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: others });

const orders = fc
  .record({
    updatedAt: seconds,
    status: often('processing', fc.constantFrom(...SalesOrderStatus.options)),
    note: fc.constantFrom('', 'ring'),
    units: fc.integer({ min: 1, max: MOST }),
    total: often('29.75', fc.constantFrom('0', '5.00')),
  })
  .map(({ units, total, ...rest }) =>
    order({
      ...rest,
      total: eur(total),
      lines: [line({ quantity: quantity(units) }), line({ id: '12', sku: 'TEA-02', net: eur('0'), taxes: [] })],
    }),
  );

const shipmentLines = fc
  .record({ lineId: often('11', fc.constantFrom('12', '99')), units: often(1, fc.integer({ min: -1, max: 4 })) })
  .map(({ lineId, units }) => ({ lineId, sku: 'MUG-01', quantity: quantity(units), lots: [], serials: [], packageId: null }));
const everything = [
  { lineId: '11', sku: 'MUG-01', quantity: quantity(MOST), lots: [], serials: [], packageId: null },
  { lineId: '12', sku: 'TEA-02', quantity: quantity(2), lots: [], serials: [], packageId: null },
];

const shipments = fc
  .record({
    id: fc.constantFrom('sh-1', 'sh-2', 'sh-3', '__proto__'),
    shippedAt: seconds,
    trackingNumber: often<string | null>('T-1', fc.constantFrom('T-2', null)),
    carrierCode: often('dhl', fc.constantFrom('ups', '')),
    lines: fc.oneof(
      { weight: 3, arbitrary: fc.array(shipmentLines, { minLength: 1, maxLength: 2 }) },
      { weight: 1, arbitrary: fc.constant(everything) },
    ),
  })
  .map(({ trackingNumber, carrierCode, ...rest }) => shipment({ ...rest, packages: [parcel({ trackingNumber, carrierCode })] }));

const fulfillmentStates = fc
  .record({
    reference: often('shop:1001/1', fc.constantFrom('shop:1001/2', 'constructor')),
    milestone: fc.constantFrom(...Milestone.options),
    updatedAt: seconds,
    shipments: often<Shipment[]>([], fc.array(shipments, { maxLength: 3 })),
  })
  .map((overrides) => wmsState(overrides));

const keys = fc.constantFrom(
  'erp.customer',
  'erp.sales-order',
  'wms.fulfillment-order/1',
  'wms.cancel/1',
  'erp.cancel',
  'store.shipment/sh-1',
  'constructor',
);

type Step =
  | { readonly kind: 'fact'; readonly fact: OrderFact }
  | { readonly kind: 'answer'; readonly pick: number; readonly late: boolean; readonly verdict: Verdict | null };

const facts: fc.Arbitrary<OrderFact> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('captured' as const), at: seconds, order: orders }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('fulfillment-state' as const), at: seconds, state: fulfillmentStates }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('order-state' as const),
      at: seconds,
      state: fc
        .record({ stage: often('reserved', fc.constantFrom(...SalesOrderStage.options)), updatedAt: seconds })
        .map((overrides) => erpState(overrides)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('retried' as const), at: seconds, key: fc.option(keys), by: fc.constant('Grace') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('woken' as const), at: seconds }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('matched' as const),
      at: seconds,
      codes: fc.constantFrom<Record<string, string>>({ 'carrier|shop|ups': 'UPS' }, { 'sku|erp|MUG-01': 'ITEM-X' }),
    }),
  },
);
/** Facts that no honest runtime would record: receipts and refusals of what was never planned. */
const forged: fc.Arbitrary<OrderFact> = fc.oneof(
  fc.record({
    kind: fc.constant('refused' as const),
    at: seconds,
    key: keys,
    fingerprint: fc.string(),
    code: fc.string(),
    reason: fc.string(),
  }),
  fc.record({
    kind: fc.constant('acknowledged' as const),
    at: seconds,
    key: keys,
    fingerprint: fc.string(),
    receipt: fc.option(fc.constantFrom(...Verdict.options)).map((verdict) => ({ ...defaultReceipt('x'), verdict })),
  }),
);
const yes: Step = { kind: 'answer', pick: 0, late: false, verdict: 'accepted' };
const tell = (fact: OrderFact): Step => ({ kind: 'fact', fact });
const threeMugs = order({
  updatedAt: at(0),
  lines: [line({ quantity: quantity(MOST) }), line({ id: '12', sku: 'TEA-02', net: eur('0'), taxes: [] })],
});
/** Most chance walks never reach the warehouse, so half of them begin there. */
const atWarehouse: readonly Step[] = [
  tell({ kind: 'captured', at: at(0), order: threeMugs }),
  yes,
  yes,
  tell({ kind: 'order-state', at: at(0), state: erpState({ updatedAt: at(0) }) }),
  yes,
];
const walk: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: facts.map(tell) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('answer' as const),
        pick: fc.nat(),
        late: fc.boolean(),
        verdict: often<Verdict | null>('accepted', fc.constantFrom(...Verdict.options)),
      }),
    },
  ),
  { maxLength: 40, size: 'max' },
);
const steps = fc.tuple(fc.boolean(), walk).map(([further, rest]) => (further ? [...atWarehouse, ...rest] : rest));

/** A world that sends what is planned and keeps what each party was told last. */
class World {
  ledger = record(emptyLedger(SUBJECT), { kind: 'matched', at: at(0), codes: { ...CODES } });
  now = Date.parse(at(0));
  clock = 0;
  readonly sent: PlannedDelivery[] = [];
  readonly settled = new Map<string, string>();
  readonly told = { erp: new Map<string, OutboundShipment>(), store: new Map<string, OutboundShipment>() };

  plan(): Plan {
    return plan(this.ledger, POLICY, this.now);
  }

  tell(fact: OrderFact): void {
    if (fact.kind === 'retried') this.settled.clear();
    this.ledger = record(this.ledger, fact);
    for (const delivery of this.plan().deliveries) {
      expect(this.settled.get(delivery.key), `${delivery.key} is planned again as it was acknowledged`).not.toBe(delivery.fingerprint);
      this.sent.push(delivery);
    }
  }

  answer(delivery: PlannedDelivery, verdict: Verdict | null = null): void {
    const { key, fingerprint, document, connection } = delivery;
    if (document.kind === 'shipment') this.told[key.startsWith('erp') ? 'erp' : 'store'].set(document.shipmentId, document);
    this.clock += 1;
    const receipt = { ...defaultReceipt(key), verdict: /cancel|change/.test(key) ? verdict : null };
    this.settled.set(key, fingerprint);
    this.tell({ kind: 'acknowledged', at: at(1000 + this.clock), key, fingerprint, receipt, document, connection });
  }

  take(step: Step): void {
    if (step.kind === 'fact') return this.tell(step.fact);
    const choices = step.late ? this.sent : this.plan().deliveries;
    const delivery = choices[step.pick % Math.max(1, choices.length)];
    if (delivery) this.answer(delivery, step.verdict);
  }

  settle(): void {
    for (let round = 0; round < 20; round++) {
      const { deliveries } = this.plan();
      if (deliveries.length === 0) return;
      deliveries.forEach((delivery) => this.answer(delivery, 'accepted'));
    }
    throw new Error(
      `still planned after 20 rounds: ${this.plan()
        .deliveries.map((each) => each.key)
        .join(', ')}`,
    );
  }

  unitsTold(party: 'erp' | 'store', lineId: string): number {
    const lines = [...this.told[party].values()].flatMap((each) => each.lines);
    return lines.filter((each) => each.lineId === lineId).reduce((sum, each) => sum + Number(each.quantity.value), 0);
  }
}

const play = (given: readonly Step[]): World => {
  const world = new World();
  given.forEach((step) => world.take(step));
  return world;
};

test(
  'whatever happens, everything planned comes to rest once it is acknowledged, and nothing is planned again',
  { timeout: TIMEOUT },
  () => {
    fc.assert(
      fc.property(steps, (given) => play(given).settle()),
      RUNS,
    );
  },
);

test('no party is told of more units than were ever ordered, nor of a line that was not', { timeout: TIMEOUT }, () => {
  fc.assert(
    fc.property(steps, (given) => {
      const world = play(given.filter((step) => step.kind === 'fact' || !step.late));
      world.settle();
      for (const party of ['erp', 'store'] as const) {
        expect(world.unitsTold(party, '11')).toBeLessThanOrEqual(MOST);
        expect(world.unitsTold(party, '12')).toBeLessThanOrEqual(2);
        expect(world.unitsTold(party, '99')).toBe(0);
      }
    }),
    RUNS,
  );
});

test('the customer is never told of a parcel, a number or a carrier that the warehouse did not report', { timeout: TIMEOUT }, () => {
  fc.assert(
    fc.property(steps, (given) => {
      const world = play(given);
      const reported = given.flatMap((step) =>
        step.kind === 'fact' && step.fact.kind === 'fulfillment-state' ? step.fact.state.shipments : [],
      );
      for (const document of world.told.store.values()) {
        const same = reported.filter((each) => each.id === document.shipmentId);
        expect(same.some((each) => each.packages[0]?.trackingNumber === document.packages[0]?.trackingNumber)).toBe(true);
        // The shop shows no more of a line than it sells, so less may be told than left, never more.
        const [line] = document.lines;
        const left = same.flatMap((each) => each.lines.filter(({ lineId }) => lineId === line?.lineId));
        expect(left.some(({ quantity }) => Number(quantity.value) >= Number(line?.quantity.value))).toBe(true);
      }
      if (world.settled.has('store.status')) expect(world.told.store.size).toBeGreaterThan(0);
    }),
    RUNS,
  );
});

test('recording is total and idempotent, planning is total and deterministic, and a ledger stays plain JSON', { timeout: TIMEOUT }, () => {
  fc.assert(
    fc.property(fc.array(fc.oneof({ weight: 5, arbitrary: facts }, { weight: 1, arbitrary: forged }), { maxLength: 30 }), (given) => {
      let ledger = emptyLedger(SUBJECT);
      for (const fact of given) {
        ledger = record(ledger, fact);
        expect(record(ledger, fact)).toEqual(ledger);
        const planned = plan(ledger, POLICY, Date.parse(at(9999)));
        expect(plan(JSON.parse(JSON.stringify(ledger)) as OrderLedger, POLICY, Date.parse(at(9999)))).toEqual(planned);
        expect(new Set(planned.exceptions.map((each) => each.key)).size).toBe(planned.exceptions.length);
        expect(new Set(planned.deliveries.map((each) => each.key)).size).toBe(planned.deliveries.length);
        lookupsNeeded(ledger, POLICY);
        mirrorOf(viewOf(ledger, planned), planned.exceptions, 1, 0);
      }
      expect(OrderLedger.parse(ledger)).toEqual(ledger);
    }),
    { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 4) },
  );
});

test('facts that any schema-valid party could send are taken without a throw', { timeout: TIMEOUT }, () => {
  const wild = fc.record({
    text: fc.string(),
    units: fc.constantFrom('0', '-1', '0.000001', '99999999999999999999', '1.5'),
    minor: fc.maxSafeInteger(),
  });
  fc.assert(
    fc.property(wild, ({ text, units, minor }) => {
      const money = { minor, currency: 'KWD' };
      const odd = order({
        currency: text,
        number: text,
        createdAt: text,
        updatedAt: text,
        total: money,
        lines: [line({ sku: text, quantity: { value: units, unit: 'KGM' }, net: money })],
      });
      const state = wmsState({ updatedAt: text, shipments: [shipment({ id: text || 'x', shippedAt: text }, 1)] });
      const given = [
        { kind: 'captured', at: text, order: odd },
        { kind: 'fulfillment-state', at: text, state },
        { kind: 'order-state', at: text, state: erpState({ updatedAt: text }) },
        { kind: 'acknowledged', at: text, key: 'erp.sales-order', fingerprint: text, receipt: defaultReceipt('erp.sales-order') },
        { kind: 'retried', at: text, key: text, by: text },
      ].map((fact) => OrderFact.parse(fact));
      let ledger = emptyLedger(SUBJECT);
      for (const fact of given) {
        ledger = record(ledger, fact);
        viewOf(ledger, plan(ledger, POLICY, 0));
      }
    }),
    RUNS,
  );
});
