import type { ReturnReceipt } from '../../domain/return.ts';
import { choiceOf, place, sumByLine, type GoodsCase, type Placed } from './case.ts';
import { ASKS } from './keys.ts';
import { inOrder, type ReturnLedger } from './ledger.ts';

type ReceivedLine = ReturnReceipt['lines'][number];

/** Units that should come back by a return, by line: what the ERP says of its own, else what was asked for. */
export function announcedUnits(given: GoodsCase, held: ReturnLedger): Map<string, number> {
  return sumByLine(place(given, held.lines));
}

/** What came back by a return, under the lines of the order. */
export function receivedLines(given: GoodsCase, held: ReturnLedger): Placed<ReceivedLine>[] {
  const lines = Object.values(held.receipts)
    .sort((a, b) => a.receivedAt.localeCompare(b.receivedAt) || a.id.localeCompare(b.id))
    .flatMap((receipt) => receipt.lines);
  return place(given, lines, announcedUnits(given, held));
}

/** Units that a return holds: those that came once the warehouse is through with it, else at least those announced. */
export function promisedUnits(given: GoodsCase, held: ReturnLedger): Map<string, number> {
  const received = sumByLine(receivedLines(given, held));
  if (isFinal(held)) return received;
  for (const [lineId, units] of announcedUnits(given, held)) received.set(lineId, Math.max(units, received.get(lineId) ?? 0));
  return received;
}

/** True when the warehouse says that no more will come. */
export function isFinal(held: ReturnLedger): boolean {
  return Object.values(held.receipts).some((receipt) => receipt.final);
}

/** True for a return of which nothing more is expected: rejected, closed, or cancelled where it began. */
export function isOver(given: Pick<GoodsCase, 'decisions'>, held: ReturnLedger): boolean {
  if (choiceOf(given, ASKS.unannounced(held.id)) === 'reject' || choiceOf(given, ASKS.close(held.id)) === 'close') return true;
  if (held.erp?.status !== 'cancelled' || Object.keys(held.receipts).length > 0) return false;
  return held.origin === 'erp' || choiceOf(given, ASKS.endedThere(held.id)) === 'close';
}

/** The one return to which goods that name only the order belong: all that came was announced by it and is still missing. */
export function returnFor(given: GoodsCase, receipt: ReturnReceipt): ReturnLedger | null {
  const units = sumByLine(place(given, receipt.lines));
  const fits = inOrder(given.returns).filter((held) => {
    if (held.origin === 'warehouse' || isOver(given, held) || isFinal(held)) return false;
    const missing = announcedUnits(given, held);
    for (const { lineId, units: came } of receivedLines(given, held)) missing.set(lineId, (missing.get(lineId) ?? 0) - came);
    return [...units].every(([lineId, count]) => count <= (missing.get(lineId) ?? 0));
  });
  return fits.length === 1 ? (fits[0] ?? null) : null;
}
