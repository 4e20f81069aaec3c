import type { Database } from '../database/database.ts';
import { unsentSubjects } from '../database/deliveries.ts';
import { saveSetting, settingOf } from '../database/settings.ts';
import { fingerprint } from '../domain/fingerprint.ts';
import { ReplanRequest } from '../protocol/replan.ts';
import { replan, type ReplanContext } from './replan.ts';

const SETTING = 'orders-policy';
const PAGE = 500;

/**
 * At the start: when the policy is another than at the last start, what has not been sent yet is planned anew before anything goes
 * out by the old one (after a change of the ERP it would go to the old one). What is settled stays as it is until somebody asks for
 * `crossdock replan`: a new rule must not rewrite the past by itself. Returns how many orders were planned otherwise.
 */
export async function takeUpPolicy(context: ReplanContext & { readonly database: Database }): Promise<number> {
  const now = fingerprint(context.policy);
  const before = await settingOf(context.database.read, SETTING);
  if (before === now) return 0;
  let changed = 0;
  if (before !== null) {
    for (let after: string | null = ''; after !== null;) {
      const subjects: string[] = await unsentSubjects(context.database.read, after, PAGE);
      changed += (await replan(context, ReplanRequest.parse({ subjects }))).changed.length;
      after = subjects.length === PAGE ? (subjects.at(-1) ?? null) : null;
    }
    context.log.info({ changed }, 'The policy for orders has changed; what was not sent yet has been planned again.');
  }
  await context.database.write((tx) => saveSetting(tx, SETTING, now));
  return changed;
}
