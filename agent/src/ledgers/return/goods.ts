import type { PlannedException } from '../../domain/plan.ts';
import type { ReturnCondition, ReturnReceipt } from '../../domain/return.ts';
import { decimal } from '../order/amounts.ts';
import { choiceOf, nameOf, strayId, treatmentOf, type GoodsCase, type Placed } from './case.ts';
import { ASKS } from './keys.ts';
import { inOrder, type ReturnLedger } from './ledger.ts';
import type { ReturnPolicy } from './policy.ts';
import { announcedUnits, isFinal, isOver, receivedLines } from './promised.ts';
import { words } from './record.ts';

/** Units for which money is due, in millionths; `sellable` when all of them went back on a shelf. */
export interface Payable {
  readonly lineId: string;
  readonly units: number;
  readonly sellable: boolean;
}

/** What has come back by one return, and what is to be said of it. */
export interface Goods {
  readonly held: ReturnLedger;
  /** `over`: nothing more is expected; `impossible`: more is announced than ever left. */
  readonly state: 'over' | 'impossible' | 'announced' | 'partly-received' | 'received';
  readonly announced: ReadonlyMap<string, number>;
  readonly received: ReadonlyMap<string, number>;
  readonly payable: readonly Payable[];
  /** True while a person or the warehouse has to speak before money may go back. */
  readonly waits: boolean;
  readonly exceptions: readonly PlannedException[];
}

type Came = Placed<ReturnReceipt['lines'][number]>;

/** Looks at all returns of an order in the order in which they began; units that left are given out once. */
export function judgeGoods(given: GoodsCase, policy: ReturnPolicy): Goods[] {
  const left = new Map(given.shipped);
  return inOrder(given.returns).map((held) => judge(given, policy, held, left));
}

function judge(given: GoodsCase, policy: ReturnPolicy, held: ReturnLedger, left: Map<string, number>): Goods {
  const announced = announcedUnits(given, held);
  const came = receivedLines(given, held);
  const received = new Map<string, number>();
  for (const { lineId, units } of came) if (units > 0) received.set(lineId, (received.get(lineId) ?? 0) + units);
  const common = { held, announced, received };
  if (isOver(given, held)) return { ...common, state: 'over', payable: [], waits: false, exceptions: [] };
  const begun = received.size > 0 || isFinal(held);
  const notShipped = neverShipped(given, held, begun ? received : announced, left);
  const allowed = takeLeft(came, left);
  if (!begun) {
    const exceptions = [notShipped, endedThere(given, held)].flatMap((each) => each ?? []);
    return { ...common, state: notShipped ? 'impossible' : 'announced', payable: [], waits: false, exceptions };
  }
  const complete = isFinal(held) || held.origin === 'warehouse' || isAll(announced, received);
  const differs = notShipped ? null : difference(given, common, came);
  const conditions = held.settled ? { payable: [], asks: [] } : judgeConditions(given, policy, held, allowed);
  const unannounced = held.origin === 'warehouse' ? surprise(given, held) : null;
  const asks = unannounced ? [unannounced] : [...(differs ? [differs] : []), ...conditions.asks];
  return {
    ...common,
    state: complete ? 'received' : 'partly-received',
    payable: conditions.payable,
    waits: !complete || asks.length > 0,
    exceptions: notShipped ? [notShipped, ...asks] : asks,
  };
}

function isAll(announced: ReadonlyMap<string, number>, received: ReadonlyMap<string, number>): boolean {
  return [...announced].every(([lineId, units]) => (received.get(lineId) ?? 0) >= units);
}

/** Takes what came out of what left; units that never left are not among the result. */
function takeLeft(came: readonly Came[], left: Map<string, number>): Came[] {
  return came.flatMap((each) => {
    const most = left.get(each.lineId) ?? 0;
    const units = Math.min(each.units, most);
    if (units <= 0) return [];
    left.set(each.lineId, most - units);
    return [{ ...each, units }];
  });
}

function neverShipped(
  given: GoodsCase,
  held: ReturnLedger,
  units: ReadonlyMap<string, number>,
  left: ReadonlyMap<string, number>,
): PlannedException | null {
  for (const [lineId, count] of units) {
    const most = left.get(lineId) ?? 0;
    if (count <= most) continue;
    const all = given.shipped.get(lineId) ?? 0;
    const rest = all > most ? `, ${decimal(all - most)} of them in an earlier return` : '';
    const message = `Return ${held.id} holds ${decimal(count)} × ${nameOf(given.order, lineId)}, but ${decimal(all)} left${rest}. No money goes back for what never left.`;
    return ask(ASKS.notShipped(held.id), 'return.not-shipped', message);
  }
  return null;
}

/** Less, more or other goods than announced. Less is only said once the warehouse is through. */
function difference(
  given: GoodsCase,
  { held, announced, received }: Pick<Goods, 'held' | 'announced' | 'received'>,
  came: readonly Came[],
): PlannedException | null {
  if (held.origin === 'warehouse') return null;
  const lines = new Set([...announced.keys(), ...received.keys()]);
  const differs = [...lines].some((lineId) => {
    const [wanted, got] = [announced.get(lineId) ?? 0, received.get(lineId) ?? 0];
    return got > wanted || (got < wanted && isFinal(held));
  });
  if (!differs) return null;
  const key = ASKS.differs(held.id, [...received].sort());
  const choice = choiceOf(given, key);
  if (choice === 'accept') return null;
  const again = choice === 'recount' ? ' The warehouse was asked to count again.' : '';
  const message = `Return ${held.id} was announced with ${words(held.lines)}; ${words(came.map(({ from, units }) => ({ sku: from.sku, quantity: { value: decimal(units) } })))} came.${again}`;
  const accept = { id: 'accept', label: 'Accept what came' };
  return ask(
    key,
    'return.differs',
    message,
    choice === 'recount' ? [accept] : [accept, { id: 'recount', label: 'Ask the warehouse to count again' }],
  );
}

function surprise(given: GoodsCase, held: ReturnLedger): PlannedException | null {
  const key = ASKS.unannounced(held.id);
  if (choiceOf(given, key) === 'accept') return null;
  const lines = Object.values(held.receipts).flatMap((receipt) => receipt.lines);
  const message = `${words(lines)} came back to the warehouse, which nobody had announced.`;
  return ask(key, 'return.unannounced', message, [
    { id: 'accept', label: 'Accept the return' },
    { id: 'reject', label: 'Reject it: no money goes back' },
  ]);
}

/** The ERP cancelled a return that began elsewhere. */
function endedThere(given: GoodsCase, held: ReturnLedger): PlannedException | null {
  if (held.erp?.status !== 'cancelled' || choiceOf(given, ASKS.endedThere(held.id)) === 'keep') return null;
  const message = `The ERP cancelled return ${held.id} (${held.erp.number ?? held.erp.id}), but ${words(held.lines)} may still come back.`;
  return ask(ASKS.endedThere(held.id), 'return.refused', message, [
    { id: 'close', label: 'Close the return' },
    { id: 'keep', label: 'Go on expecting the goods' },
  ]);
}

interface Conditions {
  readonly payable: readonly Payable[];
  readonly asks: readonly PlannedException[];
}

function judgeConditions(given: GoodsCase, policy: ReturnPolicy, held: ReturnLedger, allowed: readonly Came[]): Conditions {
  const payable = new Map<string, Payable>();
  const asks: PlannedException[] = [];
  for (const { lineId, condition, units, shelved } of byCondition(allowed)) {
    const key = ASKS.condition(held.id, lineId, condition, decimal(units));
    const treatment = treatmentOf(policy, condition);
    const choice = treatment === 'ask' ? choiceOf(given, key) : treatment;
    if (choice === 'keep') continue;
    if (choice !== 'refund') {
      const message = `${decimal(units)} × ${nameOf(given.order, lineId)} of return ${held.id} came back ${IN_CONDITION[condition]}.`;
      asks.push(
        ask(key, 'return.condition', message, [
          { id: 'refund', label: 'Pay the money back' },
          { id: 'keep', label: 'Keep the money' },
        ]),
      );
      continue;
    }
    const before = payable.get(lineId);
    payable.set(lineId, { lineId, units: units + (before?.units ?? 0), sellable: shelved && (before?.sellable ?? true) });
  }
  return { payable: [...payable.values()].filter(({ lineId, units }) => units > 0 && !lineId.startsWith(strayId(''))), asks };
}

const IN_CONDITION: Readonly<Record<ReturnCondition, string>> = {
  sellable: 'as new',
  damaged: 'damaged',
  incomplete: 'incomplete',
  unknown: 'in a condition that the warehouse does not tell',
};

interface Group {
  readonly lineId: string;
  readonly condition: ReturnCondition;
  readonly units: number;
  readonly shelved: boolean;
}

function byCondition(came: readonly Came[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { lineId, units, from } of came) {
    const key = `${from.condition} ${lineId}`;
    const before = groups.get(key);
    const shelved = from.condition === 'sellable' && from.restockedTo !== null && (before?.shelved ?? true);
    groups.set(key, { lineId, condition: from.condition, units: units + (before?.units ?? 0), shelved });
  }
  return [...groups.values()];
}

function ask(key: string, code: PlannedException['code'], message: string, choices: PlannedException['choices'] = []): PlannedException {
  return { key, code, message, missing: null, retriable: false, choices };
}
