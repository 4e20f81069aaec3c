import { own } from '../../../../src/ledgers/order/ledger.ts';
import { Broken } from './invariants.ts';
import type { World } from './happenings.ts';

/** When all is at rest and no person was or is asked, the parties themselves are at one: in money with the ERP, in units with the warehouses. */
export function checkTruth({ life, parties }: World): void {
  const { ledger, planned } = life;
  const { store, erp, jobs } = parties;
  const wasAsked = planned.exceptions.length > 0 || Object.keys(ledger.decisions).length > 0 || ledger.hold !== null;
  if (wasAsked || !ledger.order || !erp.document || erp.isCancelled || store.status !== 'processing') return;
  const cancels = ledger.order.refunds.filter(({ id }) => own(ledger.refunds, id) === 'cancels');
  const back = cancels.reduce((sum, { amount }) => sum + amount.minor, 0);
  const total = ledger.order.total.minor - back;
  if (erp.document.total.minor !== total)
    throw new Broken(`The shop comes to ${total} cents without what it took back, the ERP to ${erp.document.total.minor}; nobody is told.`);
  const isReserved = erp.document.lines.every(({ id, quantity }) => (erp.reserved[id] ?? 0) >= Number(quantity.value));
  if (!isReserved || Object.keys(erp.own).length > 0) return;
  for (const [id, units] of Object.entries(store.units)) {
    const cancelled = cancels
      .flatMap(({ lines }) => lines)
      .reduce((sum, each) => sum + (each.lineId === id ? Number(each.quantity.value) : 0), 0);
    const shipped = jobs.reduce((sum, job) => sum + parties.shipped(job, id), 0);
    const going = jobs.reduce(
      (sum, job) => sum + Math.max(0, job.isCancelled ? 0 : (job.lines[id] ?? 0) - parties.shipped(job, id) - (job.short[id] ?? 0)),
      0,
    );
    const open = Math.max(0, units - cancelled - shipped);
    if (going === open) continue;
    throw new Broken(`Of line ${id} ${open} are still to be shipped, but the warehouses are at ${going}; nobody is told.`);
  }
}
