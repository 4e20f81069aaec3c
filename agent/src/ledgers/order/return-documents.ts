import type { OutboundCreditMemo, OutboundRefund, OutboundReturnNotice, OutboundReturnOrder } from '../../domain/outbound.ts';
import type { ConnectionId } from '../../domain/reference.ts';
import type { Goods } from '../return/goods.ts';
import type { MoneyPlan } from '../return/plan-money.ts';
import { decimal } from './amounts.ts';
import { skuKey, taxKey } from './codes.ts';
import { codesOf, type CodeOf } from './documents.ts';
import type { Draft } from './draft.ts';
import { own } from './ledger.ts';

type ReturnedLine = OutboundReturnOrder['lines'][number];

/** A return as the ERP books it: what was announced, or what came when nobody had announced it. */
export function returnOrderDocument(draft: Draft, goods: Goods, erp: ConnectionId, orderForeignId: string): OutboundReturnOrder {
  const { ledger } = draft;
  const lines = returnedLines({ ...draft, policy: { ...draft.policy, erp } }, goods, 'erp');
  return { kind: 'return-order', schema: 1, reference: goods.held.reference, orderReference: ledger.reference, orderForeignId, lines };
}

/** A return as it is announced to the warehouse. */
export function returnNoticeDocument(draft: Draft, goods: Goods, location: string): OutboundReturnNotice {
  const { ledger, order, policy } = draft;
  return {
    kind: 'return-notice',
    schema: 1,
    reference: goods.held.reference,
    orderReference: ledger.reference,
    orderNumber: order.number,
    warehouseCode: codesOf(ledger, order, policy)({ kind: 'location', side: 'wms', key: location }),
    trackingNumber: goods.held.trackingNumber,
    lines: returnedLines(draft, goods, 'wms'),
  };
}

/** Where goods go back to: the warehouse that shipped the first of them. */
export function wayBack({ ledger, policy }: Draft, { announced }: Goods): { connection: ConnectionId; location: string } {
  const holds = (lineId: string): boolean => (announced.get(lineId) ?? 0) > 0;
  const parcel = ledger.shipments.find(({ shipment }) => !shipment.voidedAt && shipment.lines.some(({ lineId }) => holds(lineId)));
  const request = parcel && own(ledger.requests, parcel.shipment.fulfillmentReference);
  return { connection: request?.connection ?? policy.wms, location: request?.location || policy.location };
}

function returnedLines({ ledger, order, policy }: Draft, { held, announced, received }: Goods, side: 'erp' | 'wms'): ReturnedLine[] {
  const codeOf = codesOf(ledger, order, policy);
  const reasons = new Map(held.lines.map((line) => [line.lineId ?? line.sku, line.reason]));
  return [...(held.origin === 'warehouse' ? received : announced)].flatMap(([lineId, units]) => {
    const line = order.lines.find((each) => each.id === lineId);
    if (!line || units <= 0) return [];
    return [
      {
        lineId,
        foreignLineId: side === 'erp' ? (ledger.erp?.lines.find((each) => each.id === lineId)?.foreignId ?? null) : null,
        itemCode: codeOf({ kind: 'sku', side, key: skuKey(line) }),
        sku: line.sku,
        quantity: { value: decimal(units), unit: line.quantity.unit },
        reason: reasons.get(lineId) ?? reasons.get(line.sku) ?? '',
      },
    ];
  });
}

/** Money back as the shop makes it. */
export function refundDocument(
  { ledger, order, policy }: Draft,
  { id, parts, reason, restock }: MoneyPlan['refunds'][number],
): OutboundRefund {
  const reference = `${ledger.reference}/${id}/refund`;
  const { callGateway } = policy.returns;
  return { kind: 'refund', schema: 1, reference, orderId: order.id, ...parts, reason, callGateway, restock };
}

/** Money back as the ERP books it. */
export function creditMemoDocument(
  draft: Draft,
  money: MoneyPlan['memos'][number],
  erp: ConnectionId,
  orderForeignId: string,
): OutboundCreditMemo {
  const { ledger, order } = draft;
  const { id, returnId, parts, reason } = money;
  const codeOf = codesOf(ledger, order, { ...draft.policy, erp });
  const home = returnId === null ? undefined : own(ledger.returns, returnId);
  const lineIds = new Map(ledger.erp?.lines.map((line) => [line.id, line.foreignId]));
  const lines = parts.lines.flatMap((part) => {
    const line = order.lines.find((each) => each.id === part.lineId);
    const foreignLineId = lineIds.get(part.lineId) ?? null;
    const itemCode = line ? codeOf({ kind: 'sku', side: 'erp', key: skuKey(line) }) : '';
    return line ? [{ ...part, foreignLineId, itemCode, sku: line.sku, reason, taxes: erpTaxes(part.taxes, codeOf) }] : [];
  });
  const charges = parts.charges.flatMap(({ chargeId, net, taxes }) => {
    const charge = order.charges.find((each) => each.id === chargeId);
    return charge ? [{ ...charge, net, taxes: erpTaxes(taxes, codeOf) }] : [];
  });
  return {
    kind: 'credit-memo',
    schema: 1,
    reference: `${ledger.reference}/${id}/credit`,
    orderReference: ledger.reference,
    orderForeignId,
    returnForeignId: home?.foreign?.id ?? null,
    currency: order.currency,
    lines,
    charges,
    amount: parts.amount,
    reason,
  };
}

function erpTaxes(
  taxes: MoneyPlan['memos'][number]['parts']['lines'][number]['taxes'],
  codeOf: CodeOf,
): OutboundCreditMemo['charges'][number]['taxes'] {
  return taxes.map((tax) => ({ amount: tax.amount, rate: tax.rate, code: codeOf({ kind: 'tax', side: 'erp', key: taxKey(tax) }) }));
}
