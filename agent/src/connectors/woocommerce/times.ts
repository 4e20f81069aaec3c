import type { RawOrder } from './raw-order.ts';
import { unreadable } from './unreadable.ts';

/** WooCommerce writes GMT times without a zone ("2026-11-23T10:00:00"); this is the same as ISO 8601 UTC. */
export function utc(order: Pick<RawOrder, 'id'>, field: string, time: string): string {
  const at = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(time) ? time : `${time}Z`);
  if (Number.isNaN(at)) throw unreadable(String(order.id), field, `"${time}" is not a time`);
  return new Date(at).toISOString();
}
