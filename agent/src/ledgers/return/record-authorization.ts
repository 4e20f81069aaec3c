import type { ForeignRef } from '../../domain/reference.ts';
import type { ReturnAuthorization } from '../../domain/return.ts';
import { decimal, millionths } from '../order/amounts.ts';
import { own } from '../order/ledger.ts';
import { sameJson, sameText } from '../order/meaning.ts';
import { compareTimes } from '../order/time.ts';
import { place, sumByLine, type GoodsCase } from './case.ts';
import { inOrder, newReturn, type ReturnLedger, type Returns } from './ledger.ts';
import { announcedUnits, isOver } from './promised.ts';
import type { Recorded } from './record.ts';

/** The ERP's view of a return: of one that we asked it for, of one that we know by the same goods, or of one that began there. */
export function recordAuthorization(given: GoodsCase, authorization: ReturnAuthorization, at: string): Recorded {
  const { returns } = given;
  const about = `return-authorization:${authorization.id}`;
  const line = authorization.lines.find(({ quantity }) => !(millionths(quantity.value) >= 0));
  if (line) {
    const message = `Return ${authorization.number ?? authorization.id} of the ERP holds ${line.quantity.value} × ${line.sku}; fewer than 0 cannot come back.`;
    return { returns, about, dispute: { code: 'fact.contradiction', message } };
  }
  const home = knownReturn(given, authorization) ?? newReturn(given.reference, `E-${authorization.id}`, 'erp', at);
  if (home.erp && isStale(home.erp, authorization)) return { returns, about, dispute: null };
  return { returns: { ...returns, [home.id]: merge(home, authorization) }, about, dispute: null };
}

/** The ERP took the return that we asked it for. */
export function recordReturnOrder(returns: Returns, returnId: string, foreign: ForeignRef | null): Returns {
  const held = own(returns, returnId);
  if (!held || !foreign || sameText(held.foreign, foreign)) return returns;
  const { [`E-${foreign.id}`]: twin, ...others } = returns;
  // The ERP's own report came before its answer: the two are one return.
  if (!twin || Object.keys(twin.receipts).length > 0) return { ...returns, [returnId]: { ...held, foreign } };
  return { ...others, [returnId]: { ...held, foreign, erp: held.erp ?? twin.erp } };
}

function knownReturn(given: GoodsCase, authorization: ReturnAuthorization): ReturnLedger | undefined {
  const all = inOrder(given.returns);
  const { id, reference } = authorization;
  return (
    all.find((each) => each.erp?.id === id || each.foreign?.id === id || each.id === `E-${id}`) ??
    all.find((each) => each.reference === reference) ??
    sameGoods(given, all, authorization)
  );
}

/** A return that began elsewhere and that the ERP made by itself for the same goods, if there is just one. */
function sameGoods(given: GoodsCase, all: readonly ReturnLedger[], { lines }: ReturnAuthorization): ReturnLedger | undefined {
  const units = [...sumByLine(place(given, lines))].map(([id, count]) => `${decimal(count)}×${id}`).sort();
  const fits = all.filter((each) => {
    if (each.erp || each.foreign || isOver(given, each)) return false;
    return sameJson([...announcedUnits(given, each)].map(([id, count]) => `${decimal(count)}×${id}`).sort(), units);
  });
  return fits.length === 1 ? fits[0] : undefined;
}

function isStale(held: ReturnAuthorization, authorization: ReturnAuthorization): boolean {
  return compareTimes(authorization.updatedAt, held.updatedAt) < 0 || sameText(held, authorization);
}

function merge(home: ReturnLedger, authorization: ReturnAuthorization): ReturnLedger {
  const { lines, exchange, trackingNumber, id, number } = authorization;
  const told = { ...home, erp: authorization, foreign: { id, number }, trackingNumber: trackingNumber ?? home.trackingNumber };
  return home.origin === 'erp' ? { ...told, lines, exchange } : told;
}
