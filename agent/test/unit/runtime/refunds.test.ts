import { expect, it } from 'vitest';
import { plainReceipt, receiptFor } from '../../../src/domain/receipt.ts';
import { subjectKey } from '../../../src/domain/reference.ts';
import type { OrderFact } from '../../../src/ledgers/order/facts.ts';
import { ReturnPolicy } from '../../../src/ledgers/return/policy.ts';
import { recordFacts } from '../../../src/runtime/subject.ts';
import { at, CODES, eur, order, policy, SHOP } from '../../support/orders.ts';
import { QUIET } from '../../support/world.ts';
import { freshBooks } from '../database/books.ts';
import { creditMemo } from '../ledgers/return/cases.ts';

const books = freshBooks();
const subject = subjectKey(SHOP, 'sales-order', '1001');

function tell(...facts: OrderFact[]): Promise<unknown> {
  const automatic = policy({ returns: ReturnPolicy.parse({ storeRefund: 'automatic' }) });
  const fixed = {
    policy: automatic,
    mode: 'live' as const,
    deadlineMs: 3_600_000,
    log: QUIET,
    patience: { backoffMs: 1_000, maxBackoffMs: 60_000 },
  };
  const context = { ...fixed, database: books.database, now: () => Date.parse(at(500)), onRecorded: () => undefined };
  return books.database.write((tx) => recordFacts(tx, context, subject, facts));
}

const taken = (key: string, id: string): OrderFact => ({
  kind: 'acknowledged',
  at: at(30),
  key,
  fingerprint: 'f',
  receipt: id === '' ? plainReceipt() : receiptFor(id),
});
const memo = (id: string, status: 'posted' | 'cancelled', time: number): OrderFact => ({
  kind: 'credit-memo',
  at: at(time),
  memo: creditMemo({ id, status, amount: eur('5.00'), lines: [], updatedAt: at(time) }),
});
const refunds = () =>
  books.database.read.selectFrom('deliveries').select(['key', 'state']).where('key', 'like', 'store.refund/%').orderBy('key').execute();
const set = (state: 'pending' | 'refused', uncertain: 0 | 1) =>
  books.database.write((tx) => tx.updateTable('deliveries').set({ state, uncertain }).where('key', '=', 'store.refund/memo-m').execute());

it('makes no other refund of an order while one that is not wanted any more may have arrived', async () => {
  await tell({ kind: 'matched', at: at(1), codes: { ...CODES } }, { kind: 'captured', at: at(2), order: order() });
  await tell(taken('erp.customer', 'c-1'), taken('erp.sales-order', 'so-1'), memo('m', 'posted', 40));
  expect(await refunds()).toEqual([{ key: 'store.refund/memo-m', state: 'pending' }]);
  await set('pending', 1);
  await tell(memo('m', 'cancelled', 50), memo('n', 'posted', 51));
  expect(await refunds()).toEqual([{ key: 'store.refund/memo-m', state: 'pending' }]);
  await set('refused', 0);
  await tell({ kind: 'woken', at: at(60) });
  expect(await refunds()).toEqual([
    { key: 'store.refund/memo-m', state: 'refused' },
    { key: 'store.refund/memo-n', state: 'pending' },
  ]);
});
