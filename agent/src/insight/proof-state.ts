import { z } from 'zod';
import type { Readable, Tx } from '../database/database.ts';
import { saveSetting, settingOf } from '../database/settings.ts';
import { CompletenessProof } from '../protocol/status.ts';

const SETTING = 'proof';

/** A paid order that is not in the ERP (yet): its id, when the proof first saw it (ms since the epoch), its state in the shop. */
const Unsettled = z.tuple([z.string(), z.number(), z.string()]);
export type Unsettled = z.infer<typeof Unsettled>;

/** What one run leaves for the next, so that it need not count the whole shop again. */
export const ProofState = z.object({
  proof: CompletenessProof,
  /** Paid orders made since this time are counted. */
  since: z.string(),
  /** The last order id that has been counted; null asks for a full count. */
  countedTo: z.string().nullable(),
  /** Orders that need no further look: in the ERP, or left alone by policy. */
  settled: z.object({ inErp: z.number(), explained: z.number() }),
  unsettled: z.array(Unsettled),
  /** When the last full count ended, and how long it took. */
  fullAt: z.number(),
  fullMs: z.number(),
});
export type ProofState = z.infer<typeof ProofState>;

const NEVER: CompletenessProof = { paid: 0, inErp: 0, explained: 0, young: 0, unexplained: 0, unexplainedIds: [], checkedAt: null };

/** The state of the last run; null before the first, or when an update has changed its shape. */
export async function readProofState(db: Readable): Promise<ProofState | null> {
  const stored = await settingOf(db, SETTING);
  return stored === null ? null : (ProofState.safeParse(JSON.parse(stored)).data ?? null);
}

export function saveProofState(tx: Tx, state: ProofState): Promise<void> {
  return saveSetting(tx, SETTING, JSON.stringify(state));
}

/** The last completeness proof; all zero and `checkedAt` null before the first. */
export async function lastProof(db: Readable): Promise<CompletenessProof> {
  return (await readProofState(db))?.proof ?? NEVER;
}
