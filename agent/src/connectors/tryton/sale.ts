import { z } from 'zod';
import { RejectedError } from '../../errors/errors.ts';
import type { Erp } from './erp.ts';

const Found = z.object({ id: z.number(), state: z.string() });
type Found = z.output<typeof Found>;

// Each step with the state that it starts from; a step that does not move the state has been refused silently.
const STEPS = [
  ['draft', 'quote'],
  ['quotation', 'confirm'],
  ['confirmed', 'process'],
] as const;

/** A sale that is to be made; `check` looks at the draft before anything is confirmed, may add to it, and gives a note for the receipt. */
export interface DraftSale {
  readonly values: Readonly<Record<string, unknown>>;
  readonly check: (sale: number) => Promise<string | null>;
}

export interface BookedSale {
  readonly id: number;
  readonly existed: boolean;
  readonly note: string | null;
}

/** Makes the sale with this web id and carries it through to "processing", exactly once. A repeat goes on where the last attempt stopped. */
export async function bookSale(erp: Erp, webId: string, draft: () => Promise<DraftSale>): Promise<BookedSale> {
  const found = await findSale(erp, webId);
  // A draft is half of an earlier attempt, maybe of an older version of the order: it is made again.
  if (found?.state === 'draft') await erp.remove('sale.sale', [found.id]);
  const existing = found === null || found.state === 'draft' ? null : found;
  const sale = existing ? { id: existing.id, note: null } : await draftSale(erp, webId, quoted(erp, await draft()));
  await advance(erp, sale.id);
  return { ...sale, existed: found !== null };
}

function quoted(erp: Erp, { values, check }: DraftSale): DraftSale {
  return {
    values,
    check: async (id) => {
      const note = await check(id);
      await erp.press('sale.sale', 'quote', [id]);
      return note;
    },
  };
}

/** Makes a checked draft; what Tryton refuses leaves none behind. */
export async function draftSale(erp: Erp, webId: string, { values, check }: DraftSale): Promise<{ id: number; note: string | null }> {
  const id = await createSale(erp, webId, values);
  try {
    return { id, note: await check(id) };
  } catch (error) {
    if (error instanceof RejectedError) await erp.remove('sale.sale', [id]);
    throw error;
  }
}

/** The sale with this web id, which is unique in Tryton. */
export async function findSale(erp: Erp, webId: string): Promise<Found | null> {
  return (await erp.search('sale.sale', [['web_id', '=', webId]], Found))[0] ?? null;
}

async function createSale(erp: Erp, webId: string, values: Readonly<Record<string, unknown>>): Promise<number> {
  try {
    const [id] = await erp.create('sale.sale', [values]);
    if (id === undefined) throw new Error('Tryton created no sale');
    return id;
  } catch (error) {
    // The web id is unique: somebody was quicker, which may have been ourselves.
    const other = error instanceof RejectedError ? await findSale(erp, webId) : null;
    if (other === null) throw error;
    return other.id;
  }
}

/** Quotes, confirms and processes a sale, as far as it is not yet. */
export async function advance(erp: Erp, id: number): Promise<void> {
  let state = await stateOf(erp, id);
  for (const [from, button] of STEPS) {
    if (state !== from) continue;
    await erp.press('sale.sale', button, [id]);
    state = await stateOf(erp, id);
    if (state !== from) continue;
    throw new RejectedError({
      code: 'erp.order-refused',
      message: `Tryton left the sale in state "${state}" without a reason.`,
      facts: { sale: id },
    });
  }
}

async function stateOf(erp: Erp, id: number): Promise<string | null> {
  return (await erp.search('sale.sale', [['id', '=', id]], Found))[0]?.state ?? null;
}
