import { ConfigurationError } from '../errors/errors.ts';
import type { ExceptionRow } from '../protocol/exceptions.ts';
import { askAgent, type Answer } from './ask-agent.ts';
import { findOrder } from './find-order.ts';
import type { Outcome } from './outcome.ts';
import type { Setup } from './setup.ts';

type Found = Extract<Awaited<ReturnType<typeof findOrder>>, { kind: 'ok' }>;

/** `crossdock decide`: chooses a way out that an exception of the order offers; the exception is named by id, key or code. */
export function decide(setup: Setup, order: string, exception: string, choice: string): Promise<Outcome> {
  return withOrder(setup, order, async (found) => {
    const open = found.detail.exceptions.filter((row) => row.state === 'open');
    const named = open.filter((row) => row.id === exception || row.key === exception || row.code === exception);
    const [row] = named;
    if (!row || named.length > 1) return failure('api.not-found', whichOnes(order, exception, named.length > 1 ? named : open));
    const answer = await askAgent(setup, 'POST', `/v1/exceptions/${row.id}/decide`, { choice });
    return done(answer, `Decided "${choice}" on "${row.title}" of order ${order}. See: crossdock trace ${order}`);
  });
}

/** `crossdock hold`: nothing new of the order is sent on before somebody releases it. */
export function hold(setup: Setup, order: string, reason: string): Promise<Outcome> {
  return withOrder(setup, order, async (found) =>
    done(
      await askAgent(setup, 'POST', pathOf(found, 'hold'), { reason }),
      `Order ${order} is held. Go on with: crossdock release ${order}`,
    ),
  );
}

/** `crossdock release`: ends a person's hold. */
export function release(setup: Setup, order: string): Promise<Outcome> {
  return withOrder(setup, order, async (found) =>
    done(await askAgent(setup, 'POST', pathOf(found, 'release'), {}), `Order ${order} goes on. See: crossdock trace ${order}`),
  );
}

/** `crossdock return`: lines are "LINE=QTY", LINE an id of a line or its SKU. */
export function requestReturn(
  setup: Setup,
  order: string,
  options: {
    readonly lines: readonly string[];
    readonly exchange: readonly string[];
    readonly reason: string;
    readonly tracking: string | null;
  },
): Promise<Outcome> {
  return withOrder(setup, order, async (found) => {
    const lines = options.lines.map((text) => ({ ...pair(text, 'line'), reason: options.reason }));
    const { lines: known } = found.detail.order;
    const idOf = (name: string): string => (known.find((line) => line.id === name) ?? known.find((line) => line.sku === name))?.id ?? name;
    const body = {
      lines: lines.map(({ name, quantity, reason }) => ({ lineId: idOf(name), quantity, reason })),
      exchange: options.exchange.map((text) => pair(text, 'exchange')).map(({ name, quantity }) => ({ sku: name, quantity })),
      trackingNumber: options.tracking,
    };
    const answer = await askAgent(setup, 'POST', pathOf(found, 'returns'), body);
    return done(answer, `A return is asked for on order ${order}. See: crossdock trace ${order}`);
  });
}

function pair(text: string, option: string): { name: string; quantity: string } {
  const cut = text.lastIndexOf('=');
  if (cut > 0) return { name: text.slice(0, cut), quantity: text.slice(cut + 1) };
  throw new ConfigurationError({ code: 'config.invalid', message: `--${option} wants NAME=QTY, like MUG-01=2, not "${text}".` });
}

function pathOf({ orderId, connection }: Found, verb: string): string {
  return `/v1/orders/${encodeURIComponent(orderId)}/${verb}?connection=${encodeURIComponent(connection)}`;
}

async function withOrder(setup: Setup, order: string, work: (found: Found) => Promise<Outcome>): Promise<Outcome> {
  const found = await findOrder(setup, order);
  return found.kind === 'ok' ? work(found) : failed(found);
}

function done(answer: Answer, text: string): Outcome {
  return answer.kind === 'ok' ? { exit: 0, json: answer.body, text } : failed(answer);
}

function whichOnes(order: string, named: string, rows: readonly ExceptionRow[]): string {
  const offers = rows.map((row) => `  ${row.id}  ${row.key}: ${row.choices.map(({ id }) => id).join(', ') || '(no choice)'}`);
  if (offers.length === 0) return `Order ${order} has no open exception.`;
  return [`"${named}" does not name one open exception of order ${order}. There are:`, ...offers].join('\n');
}

function failure(code: string, message: string): Outcome {
  return { exit: 1, json: { code, message }, text: message };
}

/** What a command comes to when the running agent said no, or nobody answered. */
export function failed(answer: Exclude<Answer, { kind: 'ok' }>): Outcome {
  if (answer.kind === 'refused') return { exit: 1, json: answer.problem, text: answer.problem.message };
  return failure('connection.unreachable', `${answer.message} Start it, then try again: crossdock run`);
}
