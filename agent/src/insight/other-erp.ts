import type { Readable } from '../database/database.ts';
import { acknowledgedDocuments, type DeliveryRow } from '../database/deliveries.ts';
import { cursorAfter, ledgersBetween, type LedgerRow } from '../database/ledgers.ts';
import { lookUp } from '../database/mappings.ts';
import { lookupId } from '../domain/mapping.ts';
import type { OutboundDocument, OutboundSalesOrder } from '../domain/outbound.ts';
import type { ConnectionId } from '../domain/reference.ts';
import type { SalesOrder } from '../domain/sales-order.ts';
import { codeFor, lookupOf, orderNeeds } from '../ledgers/order/codes.ts';
import { salesOrderDocument } from '../ledgers/order/documents.ts';
import { KEYS } from '../ledgers/order/keys.ts';
import { own, type OrderLedger } from '../ledgers/order/ledger.ts';
import { readLedger } from '../ledgers/order/read-ledger.ts';
import type { OrderPolicy } from '../ledgers/order/policy.ts';
import { record } from '../ledgers/order/record.ts';
import { diffDocuments, sumUp, type Difference, type FieldDifference } from './document-diff.ts';

/** One past order as it is in the first ERP and as the other one would get it; `missing` are lookup keys that have no code there. */
export interface ComparedOrder {
  readonly number: string;
  readonly firstErp: string;
  readonly missing: readonly string[];
  readonly differences: readonly Difference[];
}

/** What another ERP connection would get for past orders. `codes` are fields that hold each ERP's own codes and so may differ; `contents` are all others. */
export interface Comparison {
  readonly orders: number;
  readonly equal: number;
  readonly codes: readonly FieldDifference[];
  readonly contents: readonly FieldDifference[];
  readonly missing: readonly { readonly key: string; readonly orders: number; readonly example: string }[];
}

/** Fields that hold a code of the ERP's own; the customer is only known once the other ERP has been asked for it. */
const OWN_CODES =
  /^(customerId|warehouseCode|shippingMethodCode|payment\.method|lines\[\]\.itemCode|lines\[\]\.quantity\.unit|(lines|charges)\[\]\.taxes\[\]\.code)$/;

const PAGE = 200;

/** Every order of a period that an ERP other than `erp` has taken, beside the document that `erp` would get for it now. Only reads. */
export async function* compareOrders(
  db: Readable,
  policy: OrderPolicy,
  erp: ConnectionId,
  period: { readonly since: number | null; readonly until: number | null },
): AsyncGenerator<ComparedOrder> {
  let after: string | null = null;
  do {
    const rows: LedgerRow[] = await ledgersBetween(db, { ...period, after, limit: PAGE });
    for (const row of rows) {
      const compared = await compareOne(db, policy, erp, row);
      if (compared) yield compared;
    }
    const last = rows.at(-1);
    after = last && rows.length === PAGE ? cursorAfter(last) : null;
  } while (after !== null);
}

async function compareOne(db: Readable, policy: OrderPolicy, erp: ConnectionId, row: LedgerRow): Promise<ComparedOrder | null> {
  const ledger = readLedger(row.body);
  const held = await documentHeld(db, ledger);
  if (!held || !ledger.order || held.connection === erp) return null;
  const { document, missing } = await documentFor(db, ledger, ledger.order, { ...policy, erp }, held.document.customerId);
  return { number: row.number, firstErp: held.connection, missing, differences: diffDocuments(held.document, document) };
}

/** What the ERP acknowledged last: the sales order, or a change of it that it took as a whole. */
async function documentHeld(db: Readable, ledger: OrderLedger): Promise<{ connection: string; document: OutboundSalesOrder } | null> {
  const rows = await acknowledgedDocuments(db, ledger.subject, [KEYS.salesOrder, KEYS.erpChange]);
  const change = rows.get(KEYS.erpChange);
  const took = own(ledger.receipts, KEYS.erpChange)?.receipt.verdict === 'accepted';
  const row = (took ? change : undefined) ?? rows.get(KEYS.salesOrder);
  const document = row && salesOrderIn(row);
  return document ? { connection: row.connection, document } : null;
}

function salesOrderIn(row: DeliveryRow): OutboundSalesOrder | null {
  const document = JSON.parse(row.document) as OutboundDocument; // written by us from a typed plan
  if (document.kind === 'order-change') return document.order;
  return document.kind === 'sales-order' ? document : null;
}

async function documentFor(
  db: Readable,
  ledger: OrderLedger,
  order: SalesOrder,
  policy: OrderPolicy,
  customerId: string,
): Promise<{ document: OutboundSalesOrder; missing: string[] }> {
  const needs = [...orderNeeds(order, policy)].filter((need) => need.side === 'erp');
  const codes = await lookUp(
    db,
    needs.map((need) => lookupOf(order, policy, need)),
  );
  const matched = record(unexported(ledger), { kind: 'matched', at: order.updatedAt, codes });
  const missing = needs
    .filter((need) => codeFor(matched, order, policy, need) === null)
    .map((need) => lookupId(lookupOf(order, policy, need)));
  return { document: salesOrderDocument(matched, order, policy, customerId), missing: [...new Set(missing)] };
}

/** The ledger as it was before any ERP had the order: an order stays with the ERP that took it, and here we ask what another would get. */
function unexported(ledger: OrderLedger): OrderLedger {
  const receipts = Object.fromEntries(Object.entries(ledger.receipts).filter(([key]) => !key.startsWith('erp.')));
  return { ...ledger, receipts, erp: null };
}

/** Sums compared orders up by field. */
export function summarize(orders: readonly ComparedOrder[]): Comparison {
  const fields = sumUp(orders.map(({ number, differences }) => ({ name: number, differences })));
  const missing = new Map<string, { key: string; orders: number; example: string }>();
  for (const { number, missing: keys } of orders)
    for (const key of keys)
      missing.set(key, { key, orders: (missing.get(key)?.orders ?? 0) + 1, example: missing.get(key)?.example ?? number });
  return {
    orders: orders.length,
    equal: orders.filter((one) => one.missing.length === 0 && one.differences.every(({ field }) => OWN_CODES.test(field))).length,
    codes: fields.filter(({ field }) => OWN_CODES.test(field)),
    contents: fields.filter(({ field }) => !OWN_CODES.test(field)),
    missing: [...missing.values()].sort((a, b) => b.orders - a.orders),
  };
}
