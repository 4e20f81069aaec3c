import { ConfigurationError } from '../errors/errors.ts';
import { ReplanAnswer, type Replanned } from '../protocol/replan.ts';
import { failed } from './act.ts';
import { askAgent, type Answer } from './ask-agent.ts';
import { findOrder } from './find-order.ts';
import { table, type Outcome } from './outcome.ts';
import { readPeriod } from './period.ts';
import type { Setup } from './setup.ts';

/** Which orders are meant. */
export interface ReplanOptions {
  readonly since: string | null;
  readonly until: string | null;
  readonly all: boolean;
  readonly dryRun: boolean;
}

const SHOWN = 200;

/** `crossdock replan`: plans one order, those of a period or all again, and says what changed. Only the running agent can do it. */
export async function replan(setup: Setup, order: string | null, options: ReplanOptions): Promise<Outcome> {
  const period = readPeriod(options);
  if ([order !== null, period.since !== null || period.until !== null, options.all].filter(Boolean).length !== 1)
    throw new ConfigurationError({ code: 'config.invalid', message: 'Say which: an order, --since and --until, or --all.' });
  if (order === null) return summary(await pages(setup, { ...period, dryRun: options.dryRun }), options.dryRun);
  const found = await findOrder(setup, order);
  if (found.kind !== 'ok') return failed(found);
  return summary(await pages(setup, { subjects: [found.detail.order.subject], dryRun: options.dryRun }), options.dryRun);
}

type Done = { readonly kind: 'done'; readonly looked: number; readonly changed: Replanned[] };

async function pages(setup: Setup, request: object): Promise<Done | Exclude<Answer, { kind: 'ok' }>> {
  const changed: Replanned[] = [];
  let looked = 0;
  let after: string | null = null;
  do {
    const answer = await askAgent(setup, 'POST', '/v1/replan', { ...request, after });
    if (answer.kind !== 'ok') return answer;
    const page = ReplanAnswer.parse(answer.body);
    looked += page.looked;
    changed.push(...page.changed);
    after = page.next;
  } while (after !== null);
  return { kind: 'done', looked, changed };
}

function summary(done: Done | Exclude<Answer, { kind: 'ok' }>, dryRun: boolean): Outcome {
  if (done.kind !== 'done') return failed(done);
  const { looked, changed } = done;
  const problems = changed.filter((one) => one.problem !== null).length;
  const head = `${looked} ${looked === 1 ? 'order was' : 'orders were'} planned again; ${changed.length} ${dryRun ? 'would change' : 'changed'}.`;
  const rows = changed.slice(0, SHOWN).map((one) => [one.number, words(one)]);
  const more = changed.length > SHOWN ? [`… and ${changed.length - SHOWN} more; --json names them all.`] : [];
  const text = [head, ...(rows.length > 0 ? ['', table(rows)] : []), ...more].join('\n');
  return { exit: problems > 0 ? 1 : 0, json: { looked, dryRun, changed }, text };
}

function words({ stage, sends, withdraws, opens, closes, codes, problem }: Replanned): string {
  if (problem !== null) return `failed: ${problem}`;
  const lists: [string, readonly string[]][] = [
    ['sends', sends],
    ['withdraws', withdraws],
    ['opens', opens],
    ['closes', closes],
    ['new codes', codes],
  ];
  const said = lists.filter(([, names]) => names.length > 0).map(([verb, names]) => `${verb} ${names.join(', ')}`);
  if (stage.before !== stage.after) said.unshift(`${stage.before} → ${stage.after}`);
  return said.join('; ') || 'looks again at another time';
}
