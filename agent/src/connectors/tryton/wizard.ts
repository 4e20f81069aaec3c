import { z } from 'zod';
import { shaped, type Erp } from './erp.ts';

const Start = z.tuple([z.number(), z.string(), z.string()]);
const View = z.object({ view: z.object({ defaults: z.record(z.string(), z.unknown()) }) });

/** Runs a wizard of one form: opens it on a record, fills the form from its defaults, and presses `action`. */
export async function runWizard(
  erp: Erp,
  name: string,
  record: { readonly model: string; readonly id: number },
  action: string,
  fill: (defaults: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const more = { active_model: record.model, active_id: record.id, active_ids: [record.id] };
  const [id, form] = shaped(Start, await erp.rpc.call(`wizard.${name}.create`, []), `wizard ${name}`);
  const execute = (data: Record<string, unknown>, state: string): Promise<unknown> =>
    erp.rpc.call(`wizard.${name}.execute`, [id, data, state], false, more);
  const { view } = shaped(View, await execute({}, form), `wizard ${name}`);
  await execute({ [form]: fill(view.defaults) }, action);
  await erp.rpc.call(`wizard.${name}.delete`, [id]);
}
