import { failed } from './act.ts';
import { askAgent } from './ask-agent.ts';
import { findOrder } from './find-order.ts';
import type { Outcome } from './outcome.ts';
import type { Setup } from './setup.ts';

/** `crossdock retry`: only the running agent can do it, for it alone writes to the parties. */
export async function retry(setup: Setup, order: string): Promise<Outcome> {
  const found = await findOrder(setup, order);
  if (found.kind !== 'ok') return failed(found);
  const path = `/v1/orders/${encodeURIComponent(found.orderId)}/retry?connection=${encodeURIComponent(found.connection)}`;
  const answer = await askAgent(setup, 'POST', path, {});
  if (answer.kind !== 'ok') return failed(answer);
  return { exit: 0, json: answer.body, text: `Order ${order} is being tried again. See: crossdock trace ${order}` };
}
