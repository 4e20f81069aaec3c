import type { Verdict } from '../../../../src/domain/receipt.ts';
import type { PlannedDelivery } from '../../../../src/domain/plan.ts';
import type { OrderFact } from '../../../../src/ledgers/order/facts.ts';
import { at, parcel } from '../../../support/orders.ts';
import { authorization, came, creditMemo, goodsReceipt, mugs } from '../return/cases.ts';
import type { Journal } from './journal.ts';
import { Life } from './life.ts';
import { Parties, type Job } from './parties.ts';
import { POLICIES } from './policies.ts';
import type { Step } from './sequences.ts';

// What happens in the life of an order: the parties act, report (or not, or late, or twice), and answer what is planned.

/** An order with its parties; answers and reports may be under way. */
export class World {
  readonly life: Life;
  readonly parties: Parties;
  /** Deliveries that arrived, but whose answers were lost: the runtime asks again before it goes on. */
  lost: ReadonlyMap<string, PlannedDelivery> = new Map();
  late: readonly OrderFact[] = [];

  constructor(life: Life, parties: Parties) {
    this.life = life;
    this.parties = parties;
  }

  fork(journal: Journal | null): World {
    const copy = new World(this.life.fork(journal), this.parties.copy());
    copy.lost = this.lost;
    copy.late = this.late;
    return copy;
  }

  deliver(planned: PlannedDelivery, wish: Verdict, isLost = false): void {
    const forgotten = [...this.lost.keys()].find((key) => !this.life.planned.deliveries.some((each) => each.key === key));
    const delivery = forgotten === undefined ? (this.lost.get(planned.key) ?? planned) : this.lost.get(forgotten)!;
    const answer = this.parties.answer(delivery, wish);
    if (isLost) {
      this.life.journal?.note(`${delivery.key} arrives, but its answer is lost.`);
      this.lost = new Map([...this.lost, [delivery.key, delivery]]);
      return;
    }
    if (this.lost.has(delivery.key)) this.lost = new Map([...this.lost].filter(([key]) => key !== delivery.key));
    if ('refusal' in answer) this.life.refuse(delivery, 'refund.refused', answer.refusal);
    else this.life.acknowledge(delivery, answer.receipt);
  }

  report(fact: OrderFact | null, isLate: boolean): void {
    if (!fact) return;
    if (isLate) this.late = [...this.late, fact];
    else this.life.tell(fact);
  }

  lookAtStore(isLate = false): void {
    this.report({ kind: 'captured', at: this.life.time(), order: this.parties.order() }, isLate);
  }

  lookAtErp(isLate = false): void {
    const state = this.parties.erpState();
    this.report(state && { kind: 'order-state', at: this.life.time(), state }, isLate);
  }

  lookAtJob(job: Job | undefined, isLate = false): void {
    const now = this.parties.jobs.find((each) => each.number === job?.number);
    this.report(now ? { kind: 'fulfillment-state', at: this.life.time(), state: this.parties.jobState(now) } : null, isLate);
  }

  /** Everybody takes what is planned, and the agent looks at everybody once more. */
  rest(): void {
    for (let [next] = this.lost.values(); next; [next] = this.lost.values()) this.deliver(next, 'accepted');
    const take = (): void => this.life.settle((delivery) => this.deliver(delivery, 'accepted'));
    take();
    this.lookAtStore();
    this.lookAtErp();
    for (const job of this.parties.jobs) this.lookAtJob(job);
    take();
    // What the last answers changed is seen, too.
    this.lookAtStore();
    this.lookAtErp();
    take();
  }
}

type Happening = (world: World, step: Step) => void;

const pick = <T>(from: readonly T[], n: number): T | undefined => from[n % Math.max(1, from.length)];
const LINES = ['11', '11', '12', '11', '12', '13', '12', '11'] as const;

const answer: Happening = (world, [, a, b, c]) => {
  const delivery = pick(world.life.planned.deliveries, a);
  const wish: Verdict = b < 5 ? 'accepted' : (['too-late', 'partly', 'refused'] as const)[b - 5]!;
  if (delivery) world.deliver(delivery, wish, c === 7);
};

const takeAll: Happening = (world) => {
  for (const delivery of world.life.planned.deliveries) world.deliver(delivery, 'accepted');
};

const reserve: Happening = (world, [, a, b, c]) => {
  const lines = world.parties.erp.document?.lines ?? [];
  const reserved = Object.fromEntries(
    lines.map(({ id, quantity: { value } }, index) => [id, a < 5 ? Number(value) : (index === 0 ? b : c) % 4]),
  );
  world.parties.erp = { ...world.parties.erp, reserved };
  world.lookAtErp(c === 7);
};

const changeInErp: Happening = (world, [, a, b, c]) => {
  const { parties } = world;
  if (b < 2) parties.erp = { ...parties.erp, isCancelled: parties.erp.document !== null };
  else parties.erp = { ...parties.erp, own: { ...parties.erp.own, [LINES[a]!]: c % 4 } };
  world.lookAtErp(c > 5);
};

const pickGoods: Happening = (world, [, a, b, c]) => {
  const job = pick(world.parties.jobs, a);
  if (!job || job.isCancelled) return;
  world.parties.change(job.reference, { reached: (['released', 'picked', 'packed', 'released'] as const)[b % 4]! });
  world.lookAtJob(job, c === 7);
};

/** Parcels with what is there, now and then with more than was asked for. */
const ship: Happening = (world, [, a, b, c]) => {
  const { parties } = world;
  const job = pick(parties.jobs, a);
  if (!job || job.isCancelled) return;
  const rest = (id: string): number => Math.max(0, (job.lines[id] ?? 0) - parties.shipped(job, id) - (job.short[id] ?? 0));
  const all = Object.keys(job.lines).map((id) => [id, b < 4 ? rest(id) : Math.min(rest(id), 1)] as const);
  const units = all.filter(([, count]) => count > 0);
  if (b === 7) units.splice(0, units.length, ['11', rest('11') + 1]);
  if (units.length === 0) return;
  const trackingNumber = c === 6 ? null : `T-${parties.parcels + 1}`;
  parties.ship(job, Object.fromEntries(units), { packages: [parcel({ trackingNumber })] });
  world.lookAtJob(job, c === 7);
};

const lack: Happening = (world, [, a, b, c]) => {
  const { parties } = world;
  const job = pick(parties.jobs, a);
  const id = LINES[b]!;
  if (!job || job.isCancelled) return;
  const rest = (job.lines[id] ?? 0) - parties.shipped(job, id) - (job.short[id] ?? 0);
  if (rest <= 0) return;
  parties.change(job.reference, { short: { ...job.short, [id]: (job.short[id] ?? 0) + Math.min(rest, 1 + (c % 2)) } });
  world.lookAtJob(job, c === 7);
};

const correctParcel: Happening = (world, [, a, b, c]) => {
  const job = pick(world.parties.jobs, a);
  const last = job?.parcels.at(-1);
  if (!job || !last) return;
  const wrong = { ...last, packages: [parcel({ trackingNumber: `T-new-${b}` })] };
  const changed =
    b < 3
      ? { ...last, voidedAt: last.voidedAt ?? world.parties.tick() }
      : b === 7
        ? { ...last, lines: [{ ...last.lines[0]!, sku: 'MUG-02' }] }
        : wrong;
  world.parties.change(job.reference, { parcels: [...job.parcels.slice(0, -1), changed] });
  world.lookAtJob(job, c === 7);
};

const cancelInWarehouse: Happening = (world, [, a, , c]) => {
  const job = pick(world.parties.jobs, a);
  if (!job || job.parcels.length > 0) return;
  world.parties.change(job.reference, { isCancelled: true });
  world.lookAtJob(job, c === 7);
};

const lookAgain: Happening = (world, [, a, b]) => {
  if (a < 3) world.lookAtStore();
  else if (a < 5) world.lookAtErp();
  else world.lookAtJob(pick(world.parties.jobs, b));
};

const edit: Happening = (world, [, a, b, c]) => {
  const { store } = world.parties;
  const id = LINES[a]!;
  const least = (store.units[id] ?? 0) - world.parties.refundable(id);
  const units = Math.max(least, b % 5);
  const isEmpty = Object.entries(store.units).every(([each, count]) => each === id || count === 0) && units === 0;
  world.parties.store = { ...store, units: { ...store.units, [id]: isEmpty ? 1 : units }, note: c === 6 ? 'ring' : store.note };
  world.lookAtStore(c === 7);
};

const changeStatus: Happening = (world, [, a, , c]) => {
  const status = (['cancelled', 'cancelled', 'cancelled', 'processing', 'on-hold', 'refunded', 'processing', 'completed'] as const)[a]!;
  world.parties.store = { ...world.parties.store, status };
  world.lookAtStore(c === 7);
};

const refund: Happening = (world, [, a, b, c]) => {
  world.parties.refundByHand(b < 5 ? { [LINES[a]!]: 1 + (b % 2) } : { 11: 1, 12: 1 });
  world.lookAtStore(c === 7);
};

const person: Happening = ({ life }, [, a, b, c]) => {
  if (a < 6) return life.decide(b, c);
  if (a === 6) return life.tell({ kind: 'retried', at: life.time(), key: null, by: 'Grace' });
  life.tell({ kind: 'held', at: life.time(), reason: 'Odd', by: 'Grace' });
};

const sendBack: Happening = ({ life, parties }, [, a, b, c]) => {
  const time = life.time();
  const updatedAt = parties.tick();
  if (a < 2)
    return life.tell({
      kind: 'return-requested',
      at: time,
      id: '',
      lines: [mugs(1 + (b % 2))],
      exchange: [],
      trackingNumber: null,
      by: 'Grace',
    });
  if (a === 2)
    return life.tell({
      kind: 'return-authorization',
      at: time,
      authorization: authorization({ id: `a${b % 2}`, lines: [mugs(1)], updatedAt }),
    });
  if (a === 3)
    return life.tell({
      kind: 'credit-memo',
      at: time,
      memo: creditMemo({ id: `m${b % 2}`, amount: { minor: b < 4 ? 1190 : 500, currency: 'EUR' }, lines: [], updatedAt }),
    });
  const lines = [came(1 + (b % 3), { condition: c < 5 ? 'sellable' : 'damaged' })];
  const reference = a < 6 ? 'shop:1001/R1' : 'shop:1001';
  life.tell({ kind: 'return-receipt', at: time, receipt: goodsReceipt({ id: `rr-${b % 2}`, reference, lines, updatedAt }) });
};

const post: Happening = (world, [, a, b]) => {
  const { life, late } = world;
  if (late.length === 0) {
    const fact = life.told[(a * 8 + b) % life.told.length];
    if (fact && fact.kind !== 'retried' && fact.kind !== 'acknowledged') life.tell(fact);
    return;
  }
  const fact = pick(late, a);
  world.late = late.filter((each) => each !== fact);
  if (fact) life.tell(fact);
};

const wait: Happening = ({ life }, [, a]) => {
  life.now += (a + 1) * 20 * 60_000;
  life.tell({ kind: 'woken', at: life.time() });
};

const HAPPENINGS: readonly Happening[] = [
  takeAll,
  takeAll,
  takeAll,
  answer,
  answer,
  answer,
  reserve,
  ship,
  ship,
  pickGoods,
  lack,
  edit,
  edit,
  refund,
  changeStatus,
  person,
  person,
  lookAgain,
  post,
  correctParcel,
  cancelInWarehouse,
  changeInErp,
  sendBack,
  sendBack,
  wait,
];

export const KINDS = HAPPENINGS.length;

export function happen(world: World, step: Step): void {
  HAPPENINGS[step[0]]?.(world, step);
}

const steps =
  (...kinds: readonly Happening[]): ((world: World) => void) =>
  (world) => {
    for (const each of kinds) each(world, [0, 0, 0, 0]);
  };

/** Where a life is when the story begins: nothing known, at the ERP, at the warehouse, a part under way. */
const BEGINNINGS: readonly ((world: World) => void)[] = [
  steps((world) => world.lookAtStore()),
  steps((world) => world.lookAtStore(), takeAll, takeAll, reserve, takeAll),
  steps(
    (world) => world.lookAtStore(),
    takeAll,
    takeAll,
    reserve,
    takeAll,
    (world) => ship(world, [0, 0, 4, 0]),
  ),
  steps((world) => world.lookAtStore(), takeAll, takeAll, reserve, takeAll, ship, takeAll, takeAll),
];

const begun = new Map<number, World>();

/** A world at its beginning; made once for each policy, then copied. */
export function begin(policy: number, beginning: number, journal: Journal | null): World {
  const make = (): World => {
    const world = new World(new Life(POLICIES[policy % POLICIES.length]!, journal), new Parties());
    world.life.now = Date.parse(at(400));
    world.parties.store = { ...world.parties.store, units: { 11: 3, 12: 1 } };
    BEGINNINGS[beginning % BEGINNINGS.length]!(world);
    return world;
  };
  if (journal) return make();
  const key = policy * BEGINNINGS.length + (beginning % BEGINNINGS.length);
  const made = begun.get(key) ?? make();
  begun.set(key, made);
  return made.fork(null);
}
