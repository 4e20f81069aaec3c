import type { Books } from './books.ts';
import { fromMicro, toMicro } from './decimal.ts';
import { ok, Refusal, rows, text, type Route } from './routing.ts';
import type { WmsLine, WmsOrder, WmsStatus } from './wms-documents.ts';
import type { WmsOrderBook } from './wms-orders.ts';
import { applyShortage, itemOf, most, needLine, propose, reasons } from './wms-picking.ts';
import { scriptOf, type WmsScript, type WmsShortage } from './wms-script.ts';
import type { Floor } from './wms-work.ts';

type Body = Record<string, unknown>;

/** What a control does with one order; the order is the answer. */
export type Act = (order: WmsOrder, body: Body) => void;

/** `POST /_<name> {reference | id, …}` for each of these. */
export function controlRoutes(orders: WmsOrderBook, acts: Readonly<Record<string, Act>>): Route[] {
  return Object.entries(acts).map(([name, act]) => ({
    method: 'POST',
    path: `/_${name}`,
    run: ({ body }) => {
      const order = orders.find(text(body, 'id') || text(body, 'reference'));
      act(order, body);
      return ok(order);
    },
  }));
}

/** Switches for people and tests: hold an order, take it on by hand, and make bins empty. */
export function floorControls(books: Books, floor: Floor, orders: WmsOrderBook): Route[] {
  const acts: Record<string, Act> = {
    advance: (order, body) => {
      floor.advance(order, text(body, 'to') as WmsStatus);
      floor.run(order);
    },
    step: (order) => floor.step(order),
    script: (order, body) => {
      order.script = { ...order.script, ...scriptOf(body as WmsScript) };
      order.partial = order.script.partial ?? order.partial;
      floor.changed(order);
    },
    report: (order, body) => floor.setStatus(order, text(body, 'status') as WmsStatus, text(body, 'reason') || undefined),
    replay: (order, body) => orders.showAsOf(order, text(body, 'as') as WmsStatus),
    touch: (order) => books.put('fulfillment-orders', order),
    cancel: (order, body) => floor.setStatus(order, 'cancelled', text(body, 'reason') || 'cancelled in the warehouse'),
    ...binActs(books, floor),
  };
  return [
    { method: 'POST', path: '/_hold', run: ({ body }) => ok(hold(books, floor, orders, body)) },
    {
      method: 'POST',
      path: '/_wave',
      run: ({ body }) => {
        const wave = text(body, 'wave');
        const named = Array.isArray(body['references']) ? body['references'].map((reference) => orders.find(String(reference))) : [];
        for (const order of named) order.wave = wave;
        floor.releaseWave(wave, orders.all());
        return ok({ wave, orders: [...orders.all()].filter((order) => order.wave === wave).map(({ reference }) => reference) });
      },
    },
    { method: 'POST', path: '/_make', run: ({ body }) => ok(orders.enter({ warehouse: 'MAIN', ...body })) },
    ...controlRoutes(orders, acts),
  ];
}

function hold(books: Books, floor: Floor, orders: WmsOrderBook, body: Body): unknown {
  const held = body['hold'] !== false;
  if (body['all'] === true) {
    orders.holdAll(held);
    return { all: held };
  }
  const order = orders.find(text(body, 'id') || text(body, 'reference'));
  order.held = held;
  books.put('fulfillment-orders', order);
  if (!held) floor.run(order);
  return order;
}

/** Bins that lack units, other items in their place, and picking by halves. */
function binActs(books: Books, floor: Floor): Record<string, Act> {
  return {
    short: (order, body) => {
      const shortage = { ...(body as WmsShortage), line: needLine(order, text(body, 'line')).ref };
      if (order.status === 'allocated' || order.status === 'released') {
        order.script = { ...order.script, short: [...(order.script.short ?? []), shortage] };
        floor.changed(order);
        return;
      }
      if (order.status === 'shipped' || order.status === 'cancelled') throw new Refusal(409, 'state-wrong', `It is ${order.status}.`);
      applyShortage(order, shortage);
      if (shortage.then === 'wait') floor.setStatus(order, 'exception', reasons(order) ?? undefined);
      else floor.settle(order);
    },
    restock: (order) => {
      floor.advance(order, 'released');
      floor.run(order);
    },
    substitute: (order, body) => {
      const line = needLine(order, text(body, 'line'));
      if (toMicro(line.shipped) > 0n) throw new Refusal(409, 'state-wrong', `"${line.sku}" has left.`);
      propose(line, itemOf(books, text(body, 'item')), body['send'] === true);
      if (line.substitute === null) floor.changed(order);
      else floor.setStatus(order, 'exception', reasons(order) ?? undefined);
    },
    answer: (order, body) => {
      for (const line of order.lines) if (line.substitute !== null) answer(line, body['approve'] === true);
      floor.settle(order);
    },
    pick: (order, body) => {
      const given = rows(body, 'lines');
      if (order.status !== 'released') throw new Refusal(409, 'state-wrong', `It is ${order.status}; only a released order is picked.`);
      order.held = true;
      for (const each of given.length === 0 ? [{ line: text(body, 'line') }] : given) {
        const line = needLine(order, text(each, 'line'));
        line.picked = fromMicro(toMicro((each as Body)['units'] ?? line.quantity));
      }
      floor.changed(order);
    },
  };
}

/** A rejected substitute leaves the units short; nobody looks for them again. */
function answer(line: WmsLine, approved: boolean): void {
  if (approved) {
    line.instead = line.substitute;
    line.missing = '0';
    line.reason = null;
  } else {
    line.short = fromMicro(most(toMicro(line.quantity) - toMicro(line.picked), 0n));
    line.reason = `"${line.sku}" is not in its bin, and "${line.substitute?.sku ?? ''}" was not wanted.`;
  }
  line.substitute = null;
}
