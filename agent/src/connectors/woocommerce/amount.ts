import { exact } from './rounding.ts';
import { unreadable } from './unreadable.ts';

/** Parses an amount of the order; throws a ContractError that names the field. */
export function amountOf(order: { readonly id: number }, field: string, decimal: string): bigint {
  try {
    return exact(decimal);
  } catch (cause) {
    throw unreadable(String(order.id), field, cause instanceof Error ? cause.message : 'is not an amount', cause);
  }
}
