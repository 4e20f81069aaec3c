import type { ReturnReceipt } from '../../domain/return.ts';
import { millionths } from '../order/amounts.ts';
import { own } from '../order/ledger.ts';
import { sameText } from '../order/meaning.ts';
import { compareTimes } from '../order/time.ts';
import type { GoodsCase } from './case.ts';
import { inOrder, newReturn, type ReturnLedger, type Returns } from './ledger.ts';
import { returnFor } from './promised.ts';
import type { Recorded } from './record.ts';

/** Goods that came back: under the return that they name, the one that waits for them, or one of their own. A newer report of the same receipt corrects it. */
export function recordReceipt(given: GoodsCase, receipt: ReturnReceipt, at: string): Recorded {
  const { returns } = given;
  const about = `return-receipt:${receipt.id}`;
  const holder = inOrder(returns).find((each) => own(each.receipts, receipt.id));
  const held = holder && own(holder.receipts, receipt.id);
  if (held && isStale(held, receipt)) return { returns, about, dispute: null };
  const dispute = impossible(receipt) ?? (held ? moved(held, receipt) : null);
  if (dispute) return { returns, about, dispute: { code: 'fact.contradiction', message: dispute } };
  const home = holder ?? namedBy(returns, receipt.reference) ?? returnFor(given, receipt) ?? unannounced(given, receipt, at);
  return { returns: { ...returns, [home.id]: { ...home, receipts: { ...home.receipts, [receipt.id]: receipt } } }, about, dispute: null };
}

function isStale(held: ReturnReceipt, receipt: ReturnReceipt): boolean {
  const newer = compareTimes(receipt.updatedAt, held.updatedAt);
  return newer < 0 || (newer === 0 && held.final && !receipt.final) || sameText(held, receipt);
}

function impossible({ id, lines }: ReturnReceipt): string | null {
  const line = lines.find(({ quantity }) => !(millionths(quantity.value) >= 0));
  return line ? `Receipt ${id} reports ${line.quantity.value} × ${line.sku}; fewer than 0 cannot come back.` : null;
}

function moved(held: ReturnReceipt, receipt: ReturnReceipt): string | null {
  if (held.reference === receipt.reference) return null;
  return `Receipt ${receipt.id} was reported for ${held.reference}, now for ${receipt.reference}.`;
}

function namedBy(returns: Returns, reference: string): ReturnLedger | undefined {
  return inOrder(returns).find((each) => each.reference === reference);
}

function unannounced({ reference, returns }: GoodsCase, receipt: ReturnReceipt, at: string): ReturnLedger {
  const id = `W-${receipt.id}`;
  return own(returns, id) ?? newReturn(reference, id, 'warehouse', at);
}
