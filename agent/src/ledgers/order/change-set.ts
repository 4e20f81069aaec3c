import { formatMoney, type Money } from '../../domain/money.ts';
import type { Change, OutboundFulfillmentOrder, OutboundSalesOrder } from '../../domain/outbound.ts';
import { millionths } from './amounts.ts';
import type { HeldRequest } from './ledger.ts';

type Line = OutboundSalesOrder['lines'][number];
type Charge = OutboundSalesOrder['charges'][number];

/** What differs between two versions of a sales order: the change set that people and simple parties read. */
export function orderChanges(before: OutboundSalesOrder, after: OutboundSalesOrder): Change[] {
  const whole = (what: Change['what'], a: string, b: string): Change[] => (a === b ? [] : [{ what, lineId: null, before: a, after: b }]);
  return [
    ...lineChanges(before.lines, after.lines),
    ...chargeChanges(before.charges, after.charges),
    ...whole('address', addressText(before.shipping), addressText(after.shipping)),
    ...(addressText(before.billing) === addressText(after.billing)
      ? []
      : whole('address', `Billing: ${addressText(before.billing)}`, `Billing: ${addressText(after.billing)}`)),
    ...whole('shipping-method', before.shippingMethodCode ?? '', after.shippingMethodCode ?? ''),
    ...whole('note', before.note, after.note),
  ];
}

function lineChanges(before: readonly Line[], after: readonly Line[]): Change[] {
  const old = new Map(before.map((line) => [line.id, line]));
  const changes: Change[] = [];
  for (const line of after) {
    const was = old.get(line.id);
    old.delete(line.id);
    const named = (what: Change['what'], a: string, b: string): void => {
      if (a !== b) changes.push({ what, lineId: line.id, before: a, after: b });
    };
    if (!was) named('line-added', '', unitsText(line));
    else if (was.quantity.value !== line.quantity.value) named('quantity', was.quantity.value, line.quantity.value);
    else named('amount', amountText(was), amountText(line));
  }
  for (const line of old.values()) changes.push({ what: 'line-removed', lineId: line.id, before: unitsText(line), after: '' });
  return changes;
}

function chargeChanges(before: readonly Charge[], after: readonly Charge[]): Change[] {
  const old = new Map(before.map((charge) => [charge.id, charge]));
  const now = new Map(after.map((charge) => [charge.id, charge]));
  const text = (charge: Charge | undefined): string => (charge ? `${charge.name}: ${amountText(charge)}` : '');
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((id) => {
    const [a, b] = [text(old.get(id)), text(now.get(id))];
    return a === b ? [] : [{ what: 'charge' as const, lineId: null, before: a, after: b }];
  });
}

function amountText({ net, taxes }: { readonly net: Money; readonly taxes: readonly { readonly amount: Money }[] }): string {
  const minor = taxes.reduce((sum, tax) => sum + tax.amount.minor, net.minor);
  return `${formatMoney({ ...net, minor })} ${net.currency}`;
}

function unitsText({
  quantity,
  sku,
  name,
}: {
  readonly quantity: { readonly value: string };
  readonly sku: string;
  readonly name: string;
}): string {
  return `${quantity.value} × ${sku || name}`;
}

function addressText(address: OutboundSalesOrder['shipping']): string {
  const { firstName, lastName, company, line1, line2, postcode, city, state, country, phone } = address;
  const parts = [`${firstName} ${lastName}`, company, line1, line2, `${postcode} ${city}`, state, country, phone];
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(', ');
}

/** What differs between what a warehouse took on and what it is asked for now; what it was told of address, service and note before is not kept. */
export function requestChanges(held: HeldRequest, order: OutboundFulfillmentOrder, terms: string): Change[] {
  const changes: Change[] = [];
  const now = new Map(order.lines.map((line) => [line.id, line]));
  for (const [id, units] of Object.entries(held.lines)) {
    const line = now.get(id);
    if (!line) {
      if (millionths(units) > 0) changes.push({ what: 'line-removed', lineId: id, before: units, after: '' });
    } else if (millionths(line.quantity.value) !== millionths(units))
      changes.push({ what: 'quantity', lineId: id, before: units, after: line.quantity.value });
    now.delete(id);
  }
  for (const line of now.values()) changes.push({ what: 'line-added', lineId: line.id, before: '', after: unitsText(line) });
  return [...changes, ...termChanges(held.terms, order, terms)];
}

function termChanges(held: string, order: OutboundFulfillmentOrder, terms: string): Change[] {
  if (held === '') return [];
  const [address, service, note, substitutes] = held.split('~');
  const now = terms.split('~');
  const differs = (was: string | undefined, index: number): boolean => was !== now[index];
  const change = (what: Change['what'], after: string): Change => ({ what, lineId: null, before: '', after });
  return [
    ...(differs(address, 0) ? [change('address', addressText(order.shipTo))] : []),
    ...(differs(service, 1) ? [change('shipping-method', order.serviceCode ?? '')] : []),
    ...(differs(note, 2) ? [change('note', order.note)] : []),
    ...(differs(substitutes, 3)
      ? order.lines.map((line) => ({ what: 'line-added' as const, lineId: line.id, before: '', after: unitsText(line) }))
      : []),
  ];
}
