import { z } from 'zod';
import type { OutboundShipment } from '../../domain/outbound.ts';
import { RejectedError } from '../../errors/errors.ts';
import type { Erp } from './erp.ts';

const Contents = z.object({ outgoing_moves: z.array(z.number()), packages: z.array(z.number()), company: z.number() });
const Move = z.object({ id: z.number(), quantity: z.number() });

/** Makes the parcel's packages with their tracking numbers, once: all in one call. The warehouse does not say which unit is in which package, so the first one holds all. */
export async function packGoods(erp: Erp, document: OutboundShipment, shipment: number): Promise<void> {
  const [contents] = await erp.search('stock.shipment.out', [['id', '=', shipment]], Contents);
  if (contents === undefined || contents.packages.length > 0 || document.packages.length === 0) return;
  const moves = await erp.search('stock.move', [['id', 'in', contents.outgoing_moves]], Move);
  const full = moves.filter((move) => move.quantity > 0).map((move) => move.id);
  const type = await packageType(erp);
  const values = document.packages.map((each, index) => ({
    company: contents.company,
    type,
    shipment: `stock.shipment.out,${shipment}`,
    shipping_reference: each.trackingNumber,
    moves: [['add', index === 0 ? full : []]],
  }));
  await erp.create('stock.package', values);
}

async function packageType(erp: Erp): Promise<number> {
  const [type] = await erp.search('stock.package.type', [], z.object({ id: z.number() }), { limit: 1 });
  if (type !== undefined) return type.id;
  throw new RejectedError({
    code: 'erp.shipment-refused',
    message: 'Tryton has no package type; add one under Inventory & Stock → Configuration.',
  });
}
