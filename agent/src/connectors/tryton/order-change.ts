import { z } from 'zod';
import type { OutboundOrderChange } from '../../domain/outbound.ts';
import { receiptFor, type Receipt, type Verdict } from '../../domain/receipt.ts';
import { RejectedError } from '../../errors/errors.ts';
import { amend, samePrice, type Amendment, type LineTerms } from './amendment.ts';
import type { Erp } from './erp.ts';
import { readOrder, type RawOrder } from './order-raw.ts';
import { orderState } from './order-state.ts';
import { refusedAs } from './refusals.ts';
import { advance, draftSale, findSale } from './sale.ts';
import { heldLines, saleLines } from './sale-lines.ts';
import { saleValues, type SaleParts } from './sale-values.ts';
import { saleParts } from './sales-order.ts';
import type { TrytonSettings } from './settings.ts';
import { reserve } from './stock.ts';
import { tie } from './tie.ts';
import { date, decimal } from './wire.ts';

const Header = z.object({ invoice_address: z.number(), shipment_address: z.number(), comment: z.string().nullable() });
const Invoice = z.object({ id: z.number(), number: z.string().nullable() });

/** Makes Tryton's sale what the shop's order has become: a quotation by its own lines, a sale in process by an amendment. A repeat finds nothing left to do. */
export function changeSalesOrder(erp: Erp, settings: TrytonSettings, change: OutboundOrderChange): Promise<Receipt> {
  return refusedAs('erp.change-refused', async () => {
    const raw = /^\d+$/.test(change.foreignId) ? await readOrder(erp, Number(change.foreignId)) : null;
    if (raw === null) throw new RejectedError({ code: 'erp.change-refused', message: `Tryton has no sale ${change.foreignId}.` });
    if (orderState(raw).stage === 'cancelled') return answer(raw, 'too-late', `sale ${nameOf(raw)} is cancelled`);
    const parts = await saleParts(erp, settings, change.order);
    if (['draft', 'quotation', 'confirmed'].includes(raw.sale.state)) return enterAnew(erp, settings, change, raw, parts);
    return changeInProcess(erp, settings, change, raw, parts);
  });
}

/** Nothing has been made of the sale yet, so its lines are simply others. */
async function enterAnew(
  erp: Erp,
  settings: TrytonSettings,
  change: OutboundOrderChange,
  raw: RawOrder,
  parts: SaleParts,
): Promise<Receipt> {
  const { id, state } = raw.sale;
  if (state !== 'draft') await erp.press('sale.sale', 'draft', [id]);
  const values = saleValues(change.order, parts, settings);
  const { lines, invoice_address, shipment_address, comment } = values;
  const old = (await saleLines(erp, id)).map((line) => line.id);
  await erp.write('sale.sale', [id], { invoice_address, shipment_address, comment, lines: [['delete', old], ...(lines as unknown[])] });
  const note = await tie(erp, settings, change.order, id);
  await advance(erp, id);
  return answer(await reserve(erp, id), 'accepted', note);
}

async function changeInProcess(
  erp: Erp,
  settings: TrytonSettings,
  change: OutboundOrderChange,
  raw: RawOrder,
  parts: SaleParts,
): Promise<Receipt> {
  const { lines: wanted, note } = await probe(erp, settings, change, parts);
  const amendment = amend(await heldLines(erp, raw), wanted);
  const header = await headerChange(erp, raw.sale.id, change, parts);
  if (amendment.changed.length + amendment.added.length === 0 && header === null) {
    if (amendment.kept.length > 0) return answer(raw, 'too-late', goneWords(amendment));
    // An earlier attempt may have stopped right behind the amendment.
    await erp.press('sale.sale', 'process', [raw.sale.id]);
    return answer(await reserve(erp, raw.sale.id), 'accepted', note, { existed: true });
  }
  const obstacle = await obstacleTo(erp, raw, amendment);
  if (obstacle !== null) return answer(raw, obstacle.verdict, obstacle.why);
  const after = await carryOut(erp, raw, change, amendment, header);
  return amendment.kept.length === 0 ? answer(after, 'accepted', note) : answer(after, 'partly', goneWords(amendment), { partly: true });
}

/** What Tryton would make of the order: as a draft that is thrown away, so that no difference of sums ever reaches the real sale. */
async function probe(
  erp: Erp,
  settings: TrytonSettings,
  { order, reference }: OutboundOrderChange,
  parts: SaleParts,
): Promise<{ lines: LineTerms[]; note: string | null }> {
  const webId = `draft of a change of ${reference}`;
  const left = await findSale(erp, webId);
  if (left !== null) await erp.remove('sale.sale', [left.id]);
  const values = saleValues(order, parts, settings, { sign: 1, values: { web_id: webId } });
  const draft = await draftSale(erp, webId, { values, check: (id) => tie(erp, settings, order, id) });
  const lines = await saleLines(erp, draft.id);
  await erp.remove('sale.sale', [draft.id]);
  return { lines, note: draft.note };
}

/** The header as it should be, null when it is already. */
async function headerChange(erp: Erp, sale: number, { order }: OutboundOrderChange, parts: SaleParts): Promise<SaleHeader | null> {
  const [held] = await erp.search('sale.sale', [['id', '=', sale]], Header);
  const moved = held?.invoice_address !== parts.invoiceAddress || held.shipment_address !== parts.shipmentAddress;
  const noted = (held?.comment ?? '') !== order.note;
  return moved || noted ? { moved, comment: order.note, parts } : null;
}

interface SaleHeader {
  readonly moved: boolean;
  readonly comment: string;
  readonly parts: SaleParts;
}

/** Why Tryton cannot take the amendment, or null. */
async function obstacleTo(erp: Erp, raw: RawOrder, { changed }: Amendment): Promise<{ verdict: Verdict; why: string } | null> {
  const fields = await erp.fieldsOf('sale.amendment', ['lines']).catch((): ReadonlySet<string> => new Set());
  if (!fields.has('lines'))
    return { verdict: 'refused', why: 'a sale in process can only be changed with Tryton’s module "sale_amendment"' };
  const picked = raw.shipments.find(({ state }) => state === 'picked');
  if (picked) return { verdict: 'too-late', why: `shipment ${picked.number ?? picked.id} is being packed` };
  // A posted invoice follows in quantities, by another one for the difference, but never in prices.
  const repriced = changed.some(
    ({ line, unit_price, quantity }) => line.quantity !== 0 && quantity !== 0 && !samePrice(line, { unit_price }),
  );
  const posted = repriced
    ? await erp.search(
        'account.invoice',
        [
          ['sales', '=', raw.sale.id],
          ['state', 'in', ['posted', 'paid']],
        ],
        Invoice,
      )
    : [];
  const [invoice] = posted;
  return invoice ? { verdict: 'too-late', why: `invoice ${invoice.number ?? invoice.id} is posted, and a price would change` } : null;
}

async function carryOut(
  erp: Erp,
  raw: RawOrder,
  change: OutboundOrderChange,
  amendment: Amendment,
  header: SaleHeader | null,
): Promise<RawOrder> {
  const { id } = raw.sale;
  // Tryton lays out anew only what is not reserved.
  for (const shipment of raw.shipments) if (shipment.state === 'assigned') await erp.press('stock.shipment.out', 'wait', [shipment.id]);
  const values = {
    ...(header ? { comment: header.comment } : {}),
    ...(amendment.added.length > 0 ? { lines: [['create', amendment.added.map(newLine)]] } : {}),
  };
  if (Object.keys(values).length > 0) await erp.write('sale.sale', [id], values);
  const made = await makeAmendment(erp, id, words(change), [
    ...amendment.changed.map(lineChange),
    ...(header?.moved ? [partyChange(header)] : []),
  ]);
  await erp.press('sale.amendment', 'validate_amendment', [made]);
  await erp.press('sale.sale', 'process', [id]);
  return reserve(erp, id);
}

async function makeAmendment(erp: Erp, sale: number, description: string, lines: readonly Record<string, unknown>[]): Promise<number> {
  const domain = [
    ['sale', '=', sale],
    ['state', '=', 'draft'],
    ['description', '=', description],
  ];
  // An earlier attempt may have stopped between making it and validating it.
  const stale = await erp.search('sale.amendment', domain, z.object({ id: z.number() }));
  if (stale.length > 0)
    await erp.remove(
      'sale.amendment',
      stale.map((each) => each.id),
    );
  const today = date(new Date(erp.now()).toISOString());
  const [made] = await erp.create('sale.amendment', [{ sale, date: today, description, lines: [['create', lines]] }]);
  if (made === undefined) throw new Error('Tryton created no amendment');
  return made;
}

const words = ({ reference }: OutboundOrderChange): string => `Change of ${reference} in the shop`;

function newLine({ product, unit, quantity, unit_price, description, note, taxes }: LineTerms): Record<string, unknown> {
  return { type: 'line', product, unit, quantity, unit_price: decimal(unit_price), description, note, taxes: [['add', taxes]] };
}

function lineChange({ line, quantity, unit_price, description }: Amendment['changed'][number]): Record<string, unknown> {
  return { action: 'line', line: line.id, product: line.product, unit: line.unit, quantity, unit_price: decimal(unit_price), description };
}

function partyChange({ parts }: SaleHeader): Record<string, unknown> {
  return { action: 'party', party: parts.party, invoice_address: parts.invoiceAddress, shipment_address: parts.shipmentAddress };
}

function goneWords({ kept }: Amendment): string {
  return `already picked or shipped: ${kept.map(({ gone, description }) => `${gone} × ${description ?? 'a line'}`).join(', ')}`;
}

function nameOf({ sale }: RawOrder): string {
  return sale.number ?? String(sale.id);
}

function answer(raw: RawOrder, verdict: Verdict, note: string | null, more: { existed?: boolean; partly?: boolean } = {}): Receipt {
  const state = orderState(raw);
  const lines = state.lines.flatMap(({ id, ordered }) => (id === null ? [] : [{ lineId: id, quantity: ordered }]));
  return receiptFor(state.id, state.number, {
    existed: more.existed ?? false,
    verdict,
    note,
    state,
    lines: more.partly === true ? lines : null,
  });
}
