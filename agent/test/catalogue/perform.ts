import { decide, hold } from '../../src/api/acts.ts';
import { requestReturn } from '../../src/api/return-request.ts';
import { SubjectKey } from '../../src/domain/reference.ts';
import type { WmsOrder, WmsShipment } from '../peers/wms-documents.ts';
import { openExceptions } from '../support/look.ts';
import { until } from '../support/until.ts';
import type { Act, ParcelWords } from './acts.ts';
import type { Units } from './scenario.ts';
import type { ShopAct } from './shop.ts';
import { map, type Stage } from './stage.ts';

const WHO = 'Anna';

/** Makes happen what an act says, at the party where it happens. */
export async function perform(stage: Stage, orderId: number, act: Act): Promise<unknown> {
  if (isShopAct(act)) return stage.shop.act(orderId, act);
  if (act.do.startsWith('erp.')) return inErp(stage, orderId, act);
  if (act.do.startsWith('wms.')) return inWarehouse(stage, orderId, act);
  return byPerson(stage, orderId, act);
}

const isShopAct = (act: Act): act is ShopAct => act.do.startsWith('shop.');

async function inErp({ erp, realErp }: Stage, orderId: number, act: Act): Promise<unknown> {
  const reference = `shop:${orderId}`;
  if (realErp) return realErp.act(reference, act);
  switch (act.do) {
    case 'erp.restock':
      for (const [item, units] of Object.entries(act.units))
        await erp.control('/_restock', { item, units, warehouse: act.warehouse ?? 'WH1' });
      return undefined;
    case 'erp.edit':
      return erp.control('/_edit', { reference, lines: unitRows(act.units) });
    case 'erp.cancel':
      return erp.control('/_cancel', { reference });
    case 'erp.reprice':
      return erp.control('/_reprice', { reference, by: act.by });
    case 'erp.credit':
      return erp.control('/_credit', { reference, amount: act.amount, lines: unitRows(act.units ?? {}), reason: 'Goodwill' });
    case 'erp.return':
      return erp.control('/_return', { reference, lines: unitRows(act.units) });
    default:
      throw new Error(`nobody in the ERP can do ${act.do}`);
  }
}

const unitRows = (list: Units): { line: string; units: number }[] => Object.entries(list).map(([line, units]) => ({ line, units }));

async function inWarehouse(stage: Stage, orderId: number, act: Act): Promise<unknown> {
  const { wms } = stage;
  const reference = async (fo = 1): Promise<string> => (await fulfillmentOrder(stage, orderId, fo)).reference;
  switch (act.do) {
    case 'wms.go':
      return wms.control('/_advance', { reference: await reference(act.fo), to: act.to });
    case 'wms.ship':
      return wms.control('/_ship', { reference: await reference(act.fo), ...parcel(act.parcel) });
    case 'wms.short': {
      const named = await reference(act.fo);
      for (const [line, units] of Object.entries(act.units)) await wms.control('/_short', { reference: named, line, units, then: 'ship' });
      return wms.control('/_hold', { reference: named, hold: false });
    }
    case 'wms.propose':
      return wms.control('/_substitute', { reference: await reference(act.fo), line: act.sku, item: act.instead });
    case 'wms.track':
    case 'wms.void': {
      const { order, shipment } = parcelOf(stage, orderId, act.parcel);
      const named = { reference: order.reference, shipment: shipment.id };
      return act.do === 'wms.void'
        ? wms.control('/_void', { ...named, back: true })
        : wms.control('/_track', { ...named, package: shipment.packages[0]?.id, number: act.number });
    }
    case 'wms.cancel':
      return wms.control('/_cancel', { reference: await reference(act.fo) });
    case 'wms.report':
      return report(stage, orderId, await reference(act.fo), act.what);
    case 'wms.receive':
      return receive(stage, orderId, act);
    default:
      throw new Error(`nobody in the warehouse can do ${act.do}`);
  }
}

function parcel({ lines, carrier, tracking, lots, serials, instead, cartons }: ParcelWords): Record<string, unknown> {
  const rows = Object.entries(lines).map(([sku, units]) => ({
    line: sku,
    units,
    ...(instead?.[sku] === undefined ? {} : { item: instead[sku] }),
    ...(lots?.[sku] ? { lots: lots[sku] } : {}),
    ...(serials?.[sku] ? { serials: serials[sku] } : {}),
  }));
  const carton = { ...(carrier === undefined ? {} : { carrier }), ...(tracking === null ? { noTracking: true } : {}) };
  return { lines: rows, cartons: cartons ? cartons.map((each) => ({ ...carton, ...each })) : [carton] };
}

async function report(stage: Stage, orderId: number, reference: string, what: string): Promise<unknown> {
  const { wms } = stage;
  switch (what) {
    case 'again':
      return wms.control('/_touch', { reference });
    case 'backwards':
      return wms.control('/_replay', { reference, as: 'picked' });
    case 'unknown-order': {
      const { lines, orderReference, orderNumber } = await fulfillmentOrder(stage, orderId, 1);
      const copies = lines.map(({ ref, item, sku, name, quantity }) => ({ ref, item, sku, name, quantity }));
      return wms.control('/_make', { reference: `shop:${orderId}/77`, orderReference, orderNumber, warehouse: 'MAIN', lines: copies });
    }
    default:
      throw new Error(`the warehouse cannot report ${what}`);
  }
}

async function receive(stage: Stage, orderId: number, act: Extract<Act, { do: 'wms.receive' }>): Promise<unknown> {
  const announced = act.announced ?? true;
  const reference = announced
    ? (await until('the return is announced', () => stage.wms.books().returns.find((each) => each.orderReference === `shop:${orderId}`)))
        .reference
    : `shop:${orderId}`;
  const lines = act.lines.map(({ sku, units, condition }) => ({ sku, units, condition: condition ?? 'sellable' }));
  return stage.wms.control('/_receive', { reference, lines, ...(act.final === undefined ? {} : { final: act.final }) });
}

async function byPerson(stage: Stage, orderId: number, act: Act): Promise<unknown> {
  const agent = await stage.lives.agent();
  const subject = SubjectKey.parse(`shop/sales-order/${orderId}`);
  switch (act.do) {
    case 'person.decide': {
      const open = await until(`${act.code} can be decided`, async () =>
        (await openExceptions({ agent: await stage.lives.agent() })).find(
          ({ code, order_id }) => code === act.code && order_id === String(orderId),
        ),
      );
      return decide(await stage.lives.agent(), String(open.id), act.choice, WHO);
    }
    case 'person.hold':
      return hold(agent, { subject }, act.reason, WHO);
    case 'person.map':
      await map(agent, act.kind, 'erp', act.key, act.value);
      await map(agent, act.kind, 'wms', act.key, 'BEANIE');
      return agent.rematch([subject]);
    case 'person.return': {
      const line = async ([sku, units]: readonly [string, number]) => ({
        lineId: await stage.shop.lineOf(orderId, sku),
        quantity: String(units),
        reason: 'Does not fit',
      });
      const lines = await Promise.all(Object.entries(act.units).map(line));
      return requestReturn(agent, { subject, number: String(orderId) }, { lines, exchange: [], trackingNumber: null }, WHO);
    }
    case 'person.retry':
      return agent.retry(subject, null, WHO);
    case 'time.passes':
      stage.clock.ahead += act.seconds * 1000;
      return undefined;
    default:
      throw new Error(`nobody can do ${act.do}`);
  }
}

function fulfillmentOrder({ wms }: Stage, orderId: number, fo: number): Promise<WmsOrder> {
  return until(`the warehouse has fulfillment order ${fo}`, () =>
    wms.books().fulfillmentOrders.find(({ reference }) => reference === `shop:${orderId}/${fo}`),
  );
}

function parcelOf({ wms }: Stage, orderId: number, number: number): { order: WmsOrder; shipment: WmsShipment } {
  const all = wms
    .books()
    .fulfillmentOrders.filter(({ orderReference }) => orderReference === `shop:${orderId}`)
    .flatMap((order) => order.shipments.map((shipment) => ({ order, shipment })));
  const found = all[number - 1];
  if (!found) throw new Error(`parcel ${number} has not left`);
  return found;
}
