import { existsSync } from 'node:fs';
import { orderDetail } from '../api/order-detail.ts';
import { openForReading } from '../database/database.ts';
import { listLedgers } from '../database/ledgers.ts';
import { formatMoney } from '../domain/money.ts';
import type { OrderDetail, TraceStep } from '../protocol/orders.ts';
import { findOrder } from './find-order.ts';
import { clock, span, table, type Outcome } from './outcome.ts';
import type { Setup } from './setup.ts';

/** `crossdock trace`: from the running agent, or straight from the books when it is down. */
export async function trace(setup: Setup, order: string, now: number): Promise<Outcome> {
  const found = await findOrder(setup, order);
  if (found.kind === 'ok') return shown(found.detail, '');
  if (found.kind === 'refused') return { exit: 1, json: found.problem, text: found.problem.message };
  const detail = await fromBooks(setup, order, now);
  if (detail) return shown(detail, `${found.message} This is from its books.\n\n`);
  const message = `${found.message} Its books hold no order ${order}.`;
  return { exit: 1, json: { code: 'api.not-found', message }, text: message };
}

async function fromBooks({ databaseFile, config }: Setup, order: string, now: number): Promise<OrderDetail | null> {
  if (!existsSync(databaseFile)) return null;
  const db = openForReading(databaseFile);
  try {
    const id = order.trim().replace(/^#/, '');
    const look = { policy: config.orders, now };
    const byId = await orderDetail(db, look, id, null);
    if (byId) return byId;
    const first = (await listLedgers(db, { q: id, cursor: null, limit: 1 }))[0];
    return first ? await orderDetail(db, look, first.order_id, first.connection) : null;
  } finally {
    await db.destroy();
  }
}

function shown(detail: OrderDetail, notice: string): Outcome {
  const { order, exceptions, trace: steps, correlationId } = detail;
  const total = order.total ? `${formatMoney(order.total)} ${order.total.currency}` : 'total unknown';
  const numbers = [
    `ERP ${order.erp?.number ?? order.erp?.id ?? '–'}`,
    `warehouse ${order.wms?.number ?? order.wms?.id ?? '–'}`,
    `tracking ${order.shipments.flatMap((one) => one.packages.map((parcel) => parcel.trackingNumber ?? '?')).join(', ') || '–'}`,
  ];
  const open = exceptions.filter((one) => one.state === 'open');
  const lines = [
    `Order ${order.number} · ${order.stage} · ${order.storeStatus} in the shop · ${total}`,
    numbers.join(' · '),
    `correlation ${correlationId}`,
    ...open.map((one) => `\n! ${one.title} (${one.code}): ${one.message}\n  ${one.cure}`),
    '',
    steps.length === 0 ? 'No step is recorded yet.' : table(steps.map(stepRow), ''),
  ];
  return { exit: 0, json: detail, text: notice + lines.join('\n') };
}

const MARKS = { ok: '✓', waiting: '…', retrying: '↻', refused: '✗', info: '·' } as const;

function stepRow(step: TraceStep): string[] {
  const took = step.durationMs === null ? '' : span(step.durationMs);
  const again = step.attempt !== null && step.attempt > 1 ? `attempt ${step.attempt}` : '';
  const about = [step.detail, again, took].filter((part) => part !== '').join(' · ');
  return [clock(step.at), MARKS[step.outcome], step.party ?? '', step.title, about];
}
