import { z } from 'zod';
import type { OutboundShipment } from '../../domain/outbound.ts';
import { RejectedError } from '../../errors/errors.ts';
import { portionsWithout } from './contents.ts';
import type { Erp } from './erp.ts';
import { carrierByCode } from './lookups.ts';
import { writeLots, type LotVessel } from './lots.ts';
import { packGoods, type Content } from './packages.ts';
import type { Take } from './shipment-plan.ts';
import { date } from './wire.ts';

const SHIPMENT = 'stock.shipment.out';
const Shipment = z.object({ id: z.number(), state: z.string(), inventory_moves: z.array(z.number()), outgoing_moves: z.array(z.number()) });
const Move = z.object({
  id: z.number(),
  state: z.string(),
  quantity: z.number(),
  origin: z.string().nullable(),
  product: z.number(),
  'product.': z.object({ code: z.string().nullable() }),
});
type Move = z.output<typeof Move>;

/** Carries one shipment of Tryton to "done" with exactly the units of `take`; each step is skipped when its state is past already. */
export async function bookShipment(
  erp: Erp,
  document: OutboundShipment,
  shipment: { readonly id: number; readonly state: string },
  take: Take,
  content: Content,
): Promise<void> {
  const { id } = shipment;
  if (!['picked', 'packed'].includes(shipment.state)) await takeGoods(erp, document, id, take, content);
  if ((await read(erp, id)).state !== 'packed') {
    if (content.lots) await lotsToCustomer(erp, id, content);
    await packGoods(erp, document, id, content);
    await pressed(erp, id, 'pack', 'packed');
  }
  await erp.write(SHIPMENT, [id], { effective_date: date(document.shippedAt) });
  await pressed(erp, id, 'done', 'done');
}

// "wait" gives back what is reserved and lays out one full pick for each move; only then may quantities be changed.
// Tryton gives each move that was picked short a new shipment for the rest once this one is done.
async function takeGoods(erp: Erp, document: OutboundShipment, id: number, take: Take, content: Content): Promise<void> {
  const carrier = await carrierByCode(erp, carrierCodes(document));
  await erp.write(SHIPMENT, [id], { reference: document.shipmentId, ...(carrier === null ? {} : { carrier }) });
  await erp.press(SHIPMENT, 'wait', [id]);
  const { inventory_moves: picks, outgoing_moves: moves } = await read(erp, id);
  if (picks.length === 0) {
    // The warehouse ships from the shelf: there is nothing to pick, and the moves to the customer are cut themselves.
    await cut(erp, moves, (move) => take.get(move.id));
    return;
  }
  await cut(erp, picks, (pick) => take.get(Number(pick.origin?.split(',')[1])));
  const lotted = content.lots ? await writeLots(erp, await pickVessels(erp, id, content), content.portions) : [];
  if (!(await assigned(erp, id, lotted))) await giveUp(erp, document, id, take);
  await pressed(erp, id, 'pick', 'picked');
}

/** Reserves the picks. Where Tryton has the goods, but not of the lot that left, it reserves them without it: the lot is written on the way to the customer then. */
async function assigned(erp: Erp, id: number, lotted: readonly number[]): Promise<boolean> {
  if ((await erp.press(SHIPMENT, 'assign_try', [id])) === true) return true;
  const short = await erp.search(
    'stock.move',
    [
      ['id', 'in', lotted],
      ['state', '!=', 'assigned'],
    ],
    Move,
  );
  if (short.length === 0) return false;
  await erp.write(
    'stock.move',
    short.map((move) => move.id),
    { lot: null },
  );
  return (await erp.press(SHIPMENT, 'assign_try', [id])) === true;
}

async function pickVessels(erp: Erp, id: number, { lineIds }: Content): Promise<LotVessel[]> {
  const { inventory_moves: picks, outgoing_moves: moves } = await read(erp, id);
  const to = await erp.search('stock.move', [['id', 'in', moves]], Move);
  const lineOf = new Map(to.map((move) => [`stock.move,${move.id}`, lineIds.get(move.origin ?? '')]));
  const from = await erp.search('stock.move', [['id', 'in', picks]], Move);
  return from.flatMap((move) => vesselOf(move, lineOf.get(move.origin ?? '')));
}

/** Writes on the moves to the customer what the picks could not say. */
async function lotsToCustomer(erp: Erp, id: number, { lineIds, portions }: Content): Promise<void> {
  const { outgoing_moves: moves } = await read(erp, id);
  const domain = [
    ['id', 'in', moves],
    ['state', '!=', 'cancelled'],
  ];
  const found = await erp.search('stock.move', domain, Move.extend({ 'lot.': z.object({ number: z.string() }).nullable() }));
  const known = found.filter((move) => move['lot.'] !== null);
  const left = portionsWithout(
    portions,
    known.map((move) => ({ lineId: lineIds.get(move.origin ?? ''), lot: move['lot.']?.number, units: move.quantity })),
  );
  await writeLots(
    erp,
    found.filter((move) => move['lot.'] === null).flatMap((move) => vesselOf(move, lineIds.get(move.origin ?? ''))),
    left,
  );
}

function vesselOf({ id, quantity, product }: Move, lineId: string | undefined): LotVessel[] {
  return lineId === undefined || quantity <= 0 ? [] : [{ id, lineId, units: quantity, product }];
}

async function cut(erp: Erp, ids: readonly number[], wanted: (move: Move) => string | undefined): Promise<void> {
  const moves = await erp.search('stock.move', [['id', 'in', ids]], Move);
  const unwanted = moves.filter((move) => wanted(move) === undefined).map((move) => move.id);
  for (const move of moves) {
    const units = wanted(move);
    if (units !== undefined && Number(units) !== move.quantity) await erp.write('stock.move', [move.id], { quantity: Number(units) });
  }
  if (unwanted.length > 0) await erp.remove('stock.move', unwanted);
}

async function giveUp(erp: Erp, document: OutboundShipment, id: number, take: Take): Promise<never> {
  const { inventory_moves: picks } = await read(erp, id);
  const moves = await erp.search('stock.move', [['id', 'in', picks]], Move);
  const short = moves.filter((move) => move.state !== 'assigned').map((move) => `${move.quantity} × "${move['product.'].code ?? move.id}"`);
  await erp.write(SHIPMENT, [id], { reference: null });
  await erp.press(SHIPMENT, 'wait', [id]);
  await erp.press(SHIPMENT, 'assign_try', [id]);
  throw new RejectedError({
    code: 'erp.shipment-refused',
    message: `Parcel ${document.shipmentId} has left, but Tryton's stock does not cover ${short.join(', ')}.`,
    facts: { shipment: document.shipmentId, moves: take.size },
  });
}

async function pressed(erp: Erp, id: number, button: string, state: string): Promise<void> {
  await erp.press(SHIPMENT, button, [id]);
  const after = (await read(erp, id)).state;
  if (after === state) return;
  throw new RejectedError({
    code: 'erp.shipment-refused',
    message: `Tryton left the shipment in state "${after}" instead of "${state}", without a reason.`,
    facts: { shipment: id },
  });
}

async function read(erp: Erp, id: number): Promise<z.output<typeof Shipment>> {
  const [row] = await erp.search(SHIPMENT, [['id', '=', id]], Shipment);
  if (row !== undefined) return row;
  throw new RejectedError({ code: 'erp.shipment-refused', message: `The shipment ${id} is gone from Tryton.`, facts: { shipment: id } });
}

function carrierCodes(document: OutboundShipment): string[] {
  return document.packages.flatMap((each) => [each.carrierCode, each.carrierName]);
}
