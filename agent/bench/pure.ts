import { hash } from 'node:crypto';
import type { OrderFact } from '../src/ledgers/order/facts.ts';
import { emptyLedger } from '../src/ledgers/order/ledger.ts';
import { plan } from '../src/ledgers/order/plan.ts';
import { readLedger } from '../src/ledgers/order/read-ledger.ts';
import { record } from '../src/ledgers/order/record.ts';
import { viewOf } from '../src/ledgers/order/view.ts';
import { at, CODES, erpState, order, shipment, SUBJECT, wmsState } from '../test/support/orders.ts';
import { largeOrder, LINES, NOW, OrderInTheMaking, POLICY } from './large-order.ts';
import { percentile, type Bench, type Figure } from './result.ts';

const SECONDS = 2;

/** Recording and planning alone, on one core. */
export function pure(): Bench {
  const facts = life();
  const yardstick = perSecond(1, () => void hash('sha256', JSON.stringify(JSON.parse(ORDER_TEXT)), 'base64url'));
  const value = perSecond(facts.length, () => live(facts));
  const stored = perSecond(facts.length, () => liveStored(facts));
  const of = `${facts.length} facts an order, planned after each`;
  const ratio = (count: number): string => `${(count / yardstick).toFixed(2)} × the yardstick`;
  return {
    title: 'Ledgers without I/O',
    figures: [
      figure(
        'yardstick: an order of 1.5 KB read, written and hashed',
        yardstick,
        '/s',
        null,
        `node ${process.execArgv.join(' ') || 'without flags'}`,
      ),
      figure('record and plan', value, 'facts/s', { atLeast: 50_000 }, `${of}; ${ratio(value)}`),
      figure('the same, the ledger as JSON in between', stored, 'facts/s', null, `as the runtime does; ${ratio(stored)}`),
      ...opening(),
    ],
    skipped: null,
  };
}

function figure(name: string, value: number, unit: string, target: Figure['target'], note: string): Figure {
  return { name, value, unit, target, note };
}

const ORDER_TEXT = JSON.stringify(order());

/** How much is done in a second, after a warm-up. */
function perSecond(amount: number, work: () => void): number {
  for (const warm = performance.now() + 500; performance.now() < warm;) work();
  const begun = performance.now();
  let done = 0;
  for (; performance.now() < begun + SECONDS * 1000; done += amount) work();
  return (done / (performance.now() - begun)) * 1000;
}

function live(facts: readonly OrderFact[]): void {
  let ledger = emptyLedger(SUBJECT);
  for (const fact of facts) {
    ledger = record(ledger, fact);
    plan(ledger, POLICY, NOW);
  }
}

function liveStored(facts: readonly OrderFact[]): void {
  let body = JSON.stringify(emptyLedger(SUBJECT));
  for (const fact of facts) {
    const ledger = record(readLedger(body), fact);
    plan(ledger, POLICY, NOW);
    body = JSON.stringify(ledger);
  }
}

/** All facts of one order that goes straight through. */
function life(): OrderFact[] {
  const { facts } = new OrderInTheMaking(order(), CODES)
    .tell({ kind: 'order-state', at: at(21), state: erpState() })
    .tell({ kind: 'fulfillment-state', at: at(31), state: wmsState() })
    .tell({ kind: 'fulfillment-state', at: at(61), state: wmsState({ milestone: 'shipped', shipments: [shipment()], updatedAt: at(61) }) });
  return facts;
}

/** How long it takes to look at the largest order that we promise to be quick with, from its stored text to what people see. */
function opening(): Figure[] {
  const { body, facts, parcels } = largeOrder();
  const times = Array.from({ length: 60 }, () => {
    const begun = performance.now();
    const ledger = readLedger(body);
    viewOf(ledger, plan(ledger, POLICY, NOW), POLICY);
    return performance.now() - begun;
  });
  const note = `${LINES} lines, ${facts} facts, ${parcels} parcels, ${Math.round(body.length / 1024)} KB; read, planned and viewed; p50 ${percentile(times, 0.5).toFixed(1)} ms, the first ${(times[0] ?? 0).toFixed(1)} ms`;
  return [figure('a large order opens, p95', percentile(times, 0.95), 'ms', { atMost: 20 }, note)];
}
