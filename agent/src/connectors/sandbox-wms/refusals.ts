import type { Refused } from '../../connector/rest.ts';
import type { ErrorCode } from '../../errors/codes.ts';
import { RejectedError } from '../../errors/errors.ts';

const CODES: Readonly<Record<string, ErrorCode>> = {
  'item-unknown': 'wms.item-unknown',
  'warehouse-unknown': 'wms.order-refused',
  'service-unknown': 'wms.order-refused',
  'address-incomplete': 'wms.order-refused',
  'order-refused': 'wms.order-refused',
  'return-refused': 'return.refused',
  'value-invalid': 'wms.order-refused',
};

/** The fact by which a refusal for a reference that is booked already is known. */
export const ALREADY_BOOKED = 'reference-exists';

/** The fact by which a refusal to change a return is known whose goods have come. */
export const ALREADY_RECEIVED = 'return-received';

/** True when the warehouse said no for this reason of its own. */
export function isRefusal(cause: unknown, reason: string): boolean {
  return cause instanceof RejectedError && cause.facts['refusal'] === reason;
}

/** The warehouse's refusal in our words; a code that we do not know keeps the warehouse's sentence. */
export function refusal(given: Refused): RejectedError {
  return new RejectedError({
    code: CODES[given.code] ?? 'delivery.refused',
    message: `The warehouse said: ${given.message}`,
    facts: { refusal: given.code },
  });
}
