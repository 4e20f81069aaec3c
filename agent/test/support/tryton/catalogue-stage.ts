import { saveMapping } from '../../../src/database/mappings.ts';
import type { MappingKind } from '../../../src/domain/mapping.ts';
import { ConnectionId } from '../../../src/domain/reference.ts';
import type { Agent } from '../../../src/runtime/agent.ts';
import type { Act } from '../../catalogue/acts.ts';
import { startLives } from '../../catalogue/lives.ts';
import { sandboxShop } from '../../catalogue/sandbox-shop.ts';
import type { Scenario } from '../../catalogue/scenario.ts';
import { WMS_SEED, type RealErp, type Stage } from '../../catalogue/stage.ts';
import { startPeers, worldConfig } from '../world.ts';
import { catalogueOutcome } from './catalogue-books.ts';
import { supply, type Codes } from './catalogue-goods.ts';
import type { TrytonClient } from './client.ts';
import type { RunningTryton } from './start.ts';

// Tryton answers a hundred times slower than the sandbox, and is polled.
const PACE = { sameForMs: 1_500, patienceMs: 90_000 };

/** A shop, a warehouse and an agent of one scenario's own, around a Tryton that all scenarios share. */
export async function setTrytonStage(tryton: RunningTryton, scenario: Scenario, codes: Codes): Promise<Stage> {
  const clock = { ahead: 0 };
  const peers = await startPeers({ wms: { seed: WMS_SEED, rules: [{ hold: true }], ...scenario.wms } });
  const settings = {
    ...{ url: tryton.url, database: tryton.db, user: tryton.user, password: tryton.password },
    giftCardProduct: 'GIFT-CARD',
  };
  const erp = { connector: 'tryton', settings, pollSeconds: 0.4, timeoutMs: 30_000, limits: { concurrency: 2 } };
  const config = worldConfig(peers.dir, peers, {
    orders: scenario.policy ?? {},
    connection: { pollSeconds: 0.1, sweepSeconds: 60 },
    config: { connections: { erp } },
  });
  const lives = await startLives(
    config,
    null,
    (agent) => mapAll(agent, codes),
    () => Date.now() + clock.ahead,
  );
  const closePeers = peers.close;
  return Object.assign(peers, {
    shop: sandboxShop(peers),
    lives,
    clock,
    realErp: realErp(tryton.query, codes),
    close: async () => {
      await lives.close();
      await closePeers();
    },
  });
}

function realErp(query: TrytonClient, codes: Codes): RealErp {
  return {
    pace: PACE,
    outcome: (reference) => catalogueOutcome(query, reference),
    act: async (_reference, act: Act) => {
      if (act.do !== 'erp.restock') throw new Error(`nobody plays ${act.do} in Tryton`);
      for (const [sku, count] of Object.entries(act.units)) await receive(query, codes.get(sku) ?? sku, count);
    },
  };
}

/** Goods arrive, and whoever received them presses "Assign" on the shipments that waited for them: Tryton does not do so by itself. */
async function receive(query: TrytonClient, code: string, count: number): Promise<void> {
  const [product] = await query.find<{ id: number }>('product.product', [['code', '=', code]], ['id']);
  const owed = await query.find<{ id: number }>(
    'stock.move',
    [
      ['product', '=', product!.id],
      ['from_location.type', '=', 'supplier'],
      ['state', '=', 'draft'],
    ],
    ['id'],
  );
  const delivery = owed[0]?.id ?? (await supply(query, product!.id, count, null));
  await query.call('model.stock.move.write', [delivery], { quantity: count });
  await query.button('stock.move', 'do', [delivery]);
  const waiting = await query.find<{ id: number }>(
    'stock.shipment.out',
    [
      ['moves.product', '=', product!.id],
      ['state', '=', 'waiting'],
    ],
    ['id'],
  );
  for (const { id } of waiting) await query.button('stock.shipment.out', 'assign_try', [id]);
}

async function mapAll(agent: Agent, codes: Codes): Promise<void> {
  const rows: (readonly [MappingKind, string, string, string])[] = [
    ...[...codes].map(([sku, code]) => ['sku', 'erp', sku, code] as const),
    ['location', 'erp', 'main', 'WH'],
    ['location', 'wms', 'main', 'MAIN'],
    ['shipping-method', 'wms', 'flat_rate', 'DHL-STD'],
    ['tax', 'erp', 'VAT-1', 'VAT 20%'],
    ['tax', 'erp', 'VAT-2', 'VAT 7%'],
    ['carrier', 'shop', 'DHL', 'dhl'],
    ['carrier', 'shop', 'UPS', 'ups'],
  ];
  for (const [kind, connection, key, value] of rows) {
    const mapping = { kind, connection: ConnectionId.parse(connection), key, value, label: '' };
    await agent.database.write((tx) => saveMapping(tx, mapping, null, 'test', Date.now()));
  }
}
