import { plainReceipt, receiptFor } from '../src/domain/receipt.ts';
import type { OrderFact } from '../src/ledgers/order/facts.ts';
import { emptyLedger, type OrderLedger } from '../src/ledgers/order/ledger.ts';
import { readLedger } from '../src/ledgers/order/read-ledger.ts';
import { plan } from '../src/ledgers/order/plan.ts';
import { record } from '../src/ledgers/order/record.ts';
import { at, CODES, erpState, order, policy, shipment, SUBJECT, wmsState } from '../test/support/orders.ts';
import type { Bench } from './result.ts';

const SECONDS = 2;
const NOW = Date.parse(at(120));

/** Recording and planning alone, with the ledger written to JSON and read again between any two facts, as the runtime does. */
export function pure(): Bench {
  const facts = life();
  const end = performance.now() + SECONDS * 1000;
  let done = 0;
  for (; performance.now() < end; done += facts.length) live(facts);
  const value = done / SECONDS;
  const note = `${facts.length} facts an order, JSON in between`;
  return {
    title: 'Ledgers without I/O',
    figures: [{ name: 'record and plan', value, unit: 'facts/s', target: null, note }],
    skipped: null,
  };
}

const POLICY = policy();

function live(facts: readonly OrderFact[]): OrderLedger {
  let body = JSON.stringify(emptyLedger(SUBJECT));
  for (const fact of facts) {
    const ledger = record(readLedger(body), fact);
    plan(ledger, POLICY, NOW);
    body = JSON.stringify(ledger);
  }
  return readLedger(body);
}

/** All facts of one order that goes straight through; each planned delivery is acknowledged as soon as it is planned. */
function life(): OrderFact[] {
  const facts: OrderFact[] = [];
  let ledger = emptyLedger(SUBJECT);
  const tell = (fact: OrderFact): void => {
    facts.push(fact);
    ledger = record(ledger, fact);
    for (const { key, fingerprint } of plan(ledger, POLICY, NOW).deliveries) {
      const receipt = key.startsWith('erp.') || key.startsWith('wms.') ? receiptFor(`id-${key}`, null) : plainReceipt();
      tell({ kind: 'acknowledged', at: at(40), key, fingerprint, receipt });
    }
  };
  tell({ kind: 'matched', at: at(9), codes: CODES });
  tell({ kind: 'captured', at: at(11), order: order() });
  tell({ kind: 'order-state', at: at(21), state: erpState() });
  tell({ kind: 'fulfillment-state', at: at(31), state: wmsState() });
  tell({ kind: 'fulfillment-state', at: at(61), state: wmsState({ milestone: 'shipped', shipments: [shipment()], updatedAt: at(61) }) });
  return facts;
}
