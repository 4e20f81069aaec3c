import { ContractError } from '../../errors/errors.ts';

/** The error for an order that does not have the documented shape; it names the field. */
export function unreadable(orderId: string, field: string, problem: string, cause?: unknown): ContractError {
  return new ContractError({
    code: 'document.unreadable',
    message: `Order ${orderId} cannot be read: ${field}: ${problem}.`,
    facts: { order: orderId, field },
    cause,
  });
}
