import { z } from 'zod';
import type { OutboundShipment } from '../../domain/outbound.ts';
import { RejectedError } from '../../errors/errors.ts';
import { fill, type Portion, type Vessel } from './contents.ts';
import type { Erp } from './erp.ts';
import { runWizard } from './wizard.ts';

const Contents = z.object({ outgoing_moves: z.array(z.number()), packages: z.array(z.number()), company: z.number() });
const Move = z.object({ id: z.number(), quantity: z.number(), origin: z.string().nullable(), state: z.string() });
const Lotted = Move.extend({ 'lot.': z.object({ number: z.string() }).nullable() });

/** What is needed to know which of our lines a move is for, and in which package its units are. */
export interface Content {
  readonly portions: readonly Portion[];
  readonly lineIds: ReadonlyMap<string, string>;
  readonly lots: boolean;
}

/** Makes the parcel's packages with their tracking numbers and what is in each, once: all in one call. What the warehouse told no package for is in the first one. */
export async function packGoods(erp: Erp, document: OutboundShipment, shipment: number, content: Content): Promise<void> {
  const [contents] = await erp.search('stock.shipment.out', [['id', '=', shipment]], Contents);
  if (contents === undefined || contents.packages.length > 0 || document.packages.length === 0) return;
  const moves = await divide(erp, contents.outgoing_moves, content);
  const type = await packageType(erp);
  const known = new Set(document.packages.map(({ id }) => id));
  const millimetre = document.packages.some(({ dimensionsMm }) => dimensionsMm !== null) ? await unitOf(erp, 'mm') : null;
  const values = document.packages.map((each, index) => ({
    company: contents.company,
    type,
    shipment: `stock.shipment.out,${shipment}`,
    shipping_reference: each.trackingNumber,
    ...dimensions(each, millimetre),
    moves: [
      [
        'add',
        moves
          .filter(({ packageId }) => (packageId !== null && known.has(packageId) ? packageId === each.id : index === 0))
          .map(({ id }) => id),
      ],
    ],
  }));
  await erp.create('stock.package', values);
}

/** The moves to the customer, each for one package: those that are spread over several are split where Tryton can. */
async function divide(erp: Erp, ids: readonly number[], content: Content): Promise<{ id: number; packageId: string | null }[]> {
  const spread = new Set(content.portions.map(({ packageId }) => packageId)).size > 1;
  const canSplit = spread && (await splits(erp));
  const placed: { id: number; packageId: string | null }[] = [];
  const vessels = await vesselsOf(erp, ids, content);
  const filled = fill(vessels, content.portions);
  for (const { id } of vessels) {
    const parts = byPackage(filled.get(id) ?? []);
    if (!canSplit || parts.length <= 1) {
      placed.push({ id, packageId: parts[0]?.packageId ?? null });
      continue;
    }
    let open = id;
    for (const [at, { units, packageId }] of parts.entries()) {
      placed.push({ id: open, packageId });
      if (at < parts.length - 1) open = await splitOff(erp, open, units);
    }
  }
  return placed;
}

async function vesselsOf(erp: Erp, ids: readonly number[], { lineIds, lots }: Content): Promise<Vessel[]> {
  const domain = [
    ['id', 'in', ids],
    ['state', '!=', 'cancelled'],
  ];
  const moves = lots
    ? await erp.search('stock.move', domain, Lotted)
    : (await erp.search('stock.move', domain, Move)).map((move) => ({ ...move, 'lot.': null }));
  return moves
    .filter(({ quantity }) => quantity > 0)
    .map((move) => ({
      id: move.id,
      lineId: lineIds.get(move.origin ?? '') ?? '',
      units: move.quantity,
      lot: move['lot.']?.number ?? null,
    }));
}

function byPackage(parts: readonly Omit<Portion, 'lineId'>[]): { packageId: string | null; units: number }[] {
  const units = new Map<string | null, number>();
  for (const part of parts) units.set(part.packageId, (units.get(part.packageId) ?? 0) + part.units);
  return [...units].map(([packageId, count]) => ({ packageId, units: count }));
}

async function splits(erp: Erp): Promise<boolean> {
  const fields = await erp.fieldsOf('stock.move.split.start', ['quantity']).catch((): ReadonlySet<string> => new Set());
  return fields.size > 0;
}

/** Leaves so many units in the move and gives the id of the new one with the rest. */
async function splitOff(erp: Erp, id: number, units: number): Promise<number> {
  const [move] = await erp.search(
    'stock.move',
    [['id', '=', id]],
    z.object({ shipment: z.string().nullable(), origin: z.string().nullable() }),
  );
  const alike = [
    ['shipment', '=', move?.shipment ?? null],
    ['origin', '=', move?.origin ?? null],
  ];
  const before = new Set((await erp.search('stock.move', alike, z.object({ id: z.number() }))).map((each) => each.id));
  await runWizard(erp, 'stock.move.split', { model: 'stock.move', id }, 'split', ({ uom }) => ({ uom, quantity: units, count: 1 }));
  const made = (await erp.search('stock.move', alike, z.object({ id: z.number() }))).find((each) => !before.has(each.id));
  if (made !== undefined) return made.id;
  throw new RejectedError({ code: 'erp.shipment-refused', message: 'Tryton did not split a move for two packages.', facts: { move: id } });
}

function dimensions({ dimensionsMm }: OutboundShipment['packages'][number], unit: number | null): Record<string, unknown> {
  if (dimensionsMm === null || unit === null) return {};
  const { length, width, height } = dimensionsMm;
  return { length, length_uom: unit, width, width_uom: unit, height, height_uom: unit };
}

async function unitOf(erp: Erp, symbol: string): Promise<number | null> {
  const [unit] = await erp.search('product.uom', [['symbol', '=', symbol]], z.object({ id: z.number() }));
  return unit?.id ?? null;
}

async function packageType(erp: Erp): Promise<number> {
  const [type] = await erp.search('stock.package.type', [], z.object({ id: z.number() }), { limit: 1 });
  if (type !== undefined) return type.id;
  throw new RejectedError({
    code: 'erp.shipment-refused',
    message: 'Tryton has no package type; add one under Inventory & Stock → Configuration.',
  });
}
