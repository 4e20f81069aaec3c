import type { Choice } from '../../domain/plan.ts';
import { raise, type Draft } from './draft.ts';
import { own, type OrderLedger } from './ledger.ts';
import type { OrderPolicy } from './policy.ts';
import { APPROVE, REJECT, substitutionsProposed, type Substitution } from './substitutes.ts';

const APPROVES: Choice = { id: APPROVE, label: 'Approve the substitute' };
const REJECTS: Choice = { id: REJECT, label: 'Reject the substitute' };

/** Another item than the ordered one has left: a person says whether that was right; once it was not, it is for the warehouse to get it back. */
export function raiseSubstitution(draft: Draft, { key, where, line, sku, opinion }: Substitution): void {
  const what = `Shipment ${where} holds ${sku} instead of ${line.sku || line.name}`;
  const open = opinion === 'open';
  const message = open
    ? `${what}. Nobody is told of it until somebody approves.`
    : `${what}, which was rejected. Have the warehouse take it back or correct it; nobody is told of it meanwhile.`;
  raise(draft, { key, code: 'wms.substitution', message, choices: open ? [APPROVES, REJECTS] : [APPROVES] });
}

/** What warehouses propose to send instead and nobody has an opinion on is put to a person, as long as they wait for it. */
export function planProposals(draft: Draft): void {
  const { ledger, order, policy } = draft;
  for (const state of Object.values(ledger.fulfillments)) {
    if (state.milestone === 'cancelled' || state.milestone === 'shipped' || state.milestone === 'returned') continue;
    for (const { key, line, sku, name, opinion } of substitutionsProposed(ledger, order, policy, state)) {
      if (opinion !== 'open') continue;
      const what = name === sku ? sku : `${name} (${sku})`;
      const message = `The warehouse would send ${what} instead of ${line.sku || line.name} by fulfillment order ${state.number ?? state.id}.`;
      raise(draft, { key, code: 'wms.substitution', message, choices: [APPROVES, REJECTS] });
    }
  }
}

/** A substitute that may go out on this line of this fulfillment order, by policy or because a person said so; it is what the warehouse is asked for from then on. Null when there is none. */
export function approvedSubstitute(
  ledger: OrderLedger,
  policy: Pick<OrderPolicy, 'substitutes'>,
  reference: string,
  lineId: string,
): { readonly itemCode: string; readonly sku: string; readonly name: string } | null {
  const state = own(ledger.fulfillments, reference);
  if (!state || !ledger.order) return null;
  const proposed = substitutionsProposed(ledger, ledger.order, policy, state);
  const approved = proposed.find((each) => each.line.id === lineId && each.opinion === 'approved');
  return approved
    ? (state.lines.find((each) => each.lineId === lineId && each.substitute?.sku === approved.sku)?.substitute ?? null)
    : null;
}
