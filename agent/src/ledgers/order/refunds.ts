import type { SalesOrder, StoreRefund } from '../../domain/sales-order.ts';
import { partsForUnits, sumOf } from '../return/parts.ts';
import { decimal, millionths } from './amounts.ts';
import { DROP } from './drops.ts';
import { own, type OrderLedger } from './ledger.ts';
import { countParcels } from './parcels.ts';
import { unitsIn, unitsSold } from './sold.ts';

/** What a refund of the store takes back: units that had not left, or money for goods that had. */
export type RefundKind = OrderLedger['refunds'][string];

/** Marks the part of a refund whose units had not left, when the other part had: "77" and "77+cancels". */
const PART = '+cancels';

/** Says once of each new refund what it takes back, by what had left when it came. One whose units had left in part becomes two, so that each is of one kind. */
export function classifyRefunds(ledger: OrderLedger, order: SalesOrder): { order: SalesOrder; refunds: OrderLedger['refunds'] } {
  if (order.refunds.length === 0) return { order, refunds: ledger.refunds };
  const kinds = new Map(Object.entries(ledger.refunds));
  const pieces = new Map<string, StoreRefund[]>();
  const room = new Room(ledger, order);
  const inTime = [...order.refunds].sort((a, b) => (a.at === b.at ? compareText(a.id, b.id) : compareText(a.at, b.at)));
  for (const refund of inTime) {
    const parts = knownParts(ledger, refund) ?? divide(order, refund, room);
    for (const { id, kind, part } of parts) {
      kinds.set(id, kind);
      if (kind === 'cancels') room.take(part);
    }
    pieces.set(
      refund.id,
      parts.map(({ part }) => part),
    );
  }
  const refunds = order.refunds.flatMap((refund) => pieces.get(refund.id) ?? [refund]);
  return { order: { ...order, refunds }, refunds: Object.fromEntries(kinds) };
}

interface Part {
  readonly id: string;
  readonly kind: RefundKind;
  readonly part: StoreRefund;
}

/** How the refund was taken when it first came: that stays, whatever has left since. */
function knownParts(ledger: OrderLedger, refund: StoreRefund): Part[] | null {
  const kind = own(ledger.refunds, refund.id);
  const piece = ledger.order?.refunds.find((each) => each.id === refund.id + PART);
  if (kind === undefined) return null;
  if (!piece || own(ledger.refunds, piece.id) === undefined) return [{ id: refund.id, kind, part: refund }];
  return [
    { id: refund.id, kind: 'credits', part: rest(refund, piece) },
    { id: piece.id, kind: 'cancels', part: piece },
  ];
}

function divide(order: SalesOrder, refund: StoreRefund, room: Room): Part[] {
  // Money that we gave back for goods which came back, or for a credit memo of the ERP.
  if (refund.reference !== null && !refund.reference.includes(`/${DROP}`)) return [{ id: refund.id, kind: 'credits', part: refund }];
  const asked = unitsIn([refund]);
  const taken = new Map([...asked].map(([id, units]) => [id, Math.min(units, room.of(id))]));
  const some = [...taken.values()].some((units) => units > 0);
  if (!some) return [{ id: refund.id, kind: 'credits', part: refund }];
  if ([...asked].every(([id, units]) => taken.get(id) === units)) return [{ id: refund.id, kind: 'cancels', part: refund }];
  const piece = pieceOf(order, refund, asked, taken);
  return [
    { id: refund.id, kind: 'credits', part: rest(refund, piece) },
    { id: piece.id, kind: 'cancels', part: piece },
  ];
}

/** The part of a refund that takes these units, with its share of their money. */
function pieceOf(
  order: SalesOrder,
  refund: StoreRefund,
  asked: ReadonlyMap<string, number>,
  taken: ReadonlyMap<string, number>,
): StoreRefund {
  const asLines = refund.lines.map(({ lineId, quantity, net, taxes }) => ({
    ...(order.lines.find((line) => line.id === lineId) ?? { sku: '', productId: '', name: '', discount: net }),
    id: lineId,
    quantity: { ...quantity, value: decimal(asked.get(lineId) ?? 0) },
    net,
    taxes,
  }));
  const { lines } = partsForUnits({ ...order, lines: asLines }, taken, [], false);
  return { ...refund, id: refund.id + PART, lines, charges: [], amount: sumOf(order.currency, lines, []) };
}

function rest(refund: StoreRefund, piece: StoreRefund): StoreRefund {
  const lines = refund.lines.map((line) => {
    const part = piece.lines.find((each) => each.lineId === line.lineId);
    if (!part) return line;
    const less = (a: { minor: number; currency: string }, b: { minor: number } | undefined) => ({ ...a, minor: a.minor - (b?.minor ?? 0) });
    return {
      ...line,
      quantity: { ...line.quantity, value: decimal(millionths(line.quantity.value) - millionths(part.quantity.value)) },
      net: less(line.net, part.net),
      taxes: line.taxes.map((tax, index) => ({ ...tax, amount: less(tax.amount, part.taxes[index]?.amount) })),
    };
  });
  return { ...refund, lines, amount: { ...refund.amount, minor: refund.amount.minor - piece.amount.minor } };
}

/** Units that have not left and that no refund has taken back yet. */
class Room {
  readonly #open: Map<string, number>;

  constructor(ledger: OrderLedger, order: SalesOrder) {
    this.#open = unitsSold({ refunds: {} }, order);
    const { shipped } = countParcels({ ...ledger, order }, order, null);
    for (const [id, units] of shipped) this.#open.set(id, (this.#open.get(id) ?? 0) - units);
  }

  of(lineId: string): number {
    return Math.max(0, this.#open.get(lineId) ?? 0);
  }

  take(refund: StoreRefund): void {
    for (const [id, units] of unitsIn([refund])) this.#open.set(id, (this.#open.get(id) ?? 0) - units);
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
