import { cursorOf } from '../../src/database/cursors.ts';
import type { Agent } from '../../src/runtime/agent.ts';
import { until } from '../support/until.ts';
import type { Boundary } from './fragile-books.ts';
import { differences, outcomeOf } from './outcome.ts';
import { perform } from './perform.ts';
import type { Scenario } from './scenario.ts';
import type { Shop } from './shop.ts';
import { setStage, type Stage } from './stage.ts';

/** Plays a scenario to its end and compares the books; `boundary` makes the agent die at every crossing of it. Returns how often it died. */
export async function play(scenario: Scenario, boundary: Boundary | null = null): Promise<number> {
  return playOn(await setStage(scenario, boundary), scenario);
}

/** The same on a stage that is set. */
export async function playOn(stage: Stage, scenario: Scenario): Promise<number> {
  try {
    const id = await stage.shop.place(scenario.order);
    await quiet(stage, id);
    for (const step of scenario.when) {
      await perform(stage, id, step.act);
      await quiet(stage, id);
    }
    await until(
      `"${scenario.title}" ends as it should`,
      async () => nothingWrong(differences(scenario.then, await outcomeOf(stage, id))),
      paceOf(stage).patienceMs,
    );
    // What is right must also stay right: nothing may still be on its way.
    await stage.lives.settle();
    await quiet(stage, id);
    nothingWrong(differences(scenario.then, await outcomeOf(stage, id)));
    return stage.lives.deaths;
  } finally {
    await stage.close();
  }
}

function nothingWrong(wrong: readonly string[]): true {
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return true;
}

const paceOf = ({ realErp, shop }: Stage): Shop['pace'] => realErp?.pace ?? shop.pace;

/** Waits until nothing has changed anywhere for some polls and nothing is under way. */
async function quiet(stage: Stage, orderId: number): Promise<void> {
  let last = '';
  let since = Date.now();
  await until(
    'everything is quiet',
    async () => {
      const now = await picture(stage, orderId);
      if (now !== last) {
        last = now;
        since = Date.now();
      }
      return !now.startsWith('busy') && Date.now() - since >= paceOf(stage).sameForMs;
    },
    paceOf(stage).patienceMs,
  );
}

async function picture(stage: Stage, orderId: number): Promise<string> {
  const { database } = await stage.lives.agent();
  try {
    const deliveries = await database.read.selectFrom('deliveries').select(['state', 'attempts', 'due_at']).execute();
    const envelopes = await database.read.selectFrom('envelopes').select(['id', 'hash', 'state']).execute();
    const ledgers = await database.read.selectFrom('ledgers').select(['subject', 'version']).execute();
    const shop = await stage.shop.pulse(orderId);
    const busy =
      shop.busy ||
      (await hasUnread(stage, database)) ||
      deliveries.some(({ state }) => state === 'sending' || state === 'pending') ||
      envelopes.some(({ state }) => state === 'pending');
    return `${busy ? 'busy' : 'idle'}${stage.lives.deaths}${JSON.stringify([deliveries, envelopes.length, ledgers, shop.picture])}`;
  } catch {
    return `busy, dying ${stage.lives.deaths}`;
  }
}

/** True while a sandbox party has a change that the agent has not read yet. */
async function hasUnread({ erp, wms, realErp }: Stage, { read }: Pick<Agent['database'], 'read'>): Promise<boolean> {
  const { salesOrders, returnOrders, creditMemos } = erp.books();
  const { fulfillmentOrders, returnReceipts } = wms.books();
  const kinds = [
    ['wms', 'fulfillment-state', fulfillmentOrders],
    ['wms', 'return-receipt', returnReceipts],
    ...(realErp
      ? []
      : ([
          ['erp', 'sales-order-state', salesOrders],
          ['erp', 'return-authorization', returnOrders],
          ['erp', 'credit-memo', creditMemos],
        ] as const)),
  ] as const;
  for (const [connection, kind, documents] of kinds) {
    const newest = Math.max(0, ...documents.map(({ changed }) => changed));
    if (Number((await cursorOf(read, connection, kind)) ?? 0) < newest) return true;
  }
  return false;
}
