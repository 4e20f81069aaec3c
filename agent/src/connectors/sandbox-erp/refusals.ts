import type { Refused } from '../../connector/rest.ts';
import type { ErrorCode } from '../../errors/codes.ts';
import { RejectedError } from '../../errors/errors.ts';

const CODES: Readonly<Record<string, ErrorCode>> = {
  'item-unknown': 'erp.item-unknown',
  'warehouse-unknown': 'erp.warehouse-unknown',
  'tax-unknown': 'erp.tax-unknown',
  'customer-refused': 'erp.customer-refused',
  'customer-unknown': 'erp.order-refused',
  'order-refused': 'erp.order-refused',
  'value-invalid': 'erp.order-refused',
  'total-differs': 'money.total-differs',
  'shipment-refused': 'erp.shipment-refused',
  'quantity-exceeded': 'erp.shipment-refused',
  'line-unknown': 'erp.shipment-refused',
  'order-cancelled': 'erp.shipment-refused',
  'change-refused': 'erp.change-refused',
  'return-refused': 'return.refused',
  'credit-refused': 'credit.refused',
};

/** The ERP's refusal in our words; a code that we do not know keeps the ERP's sentence. */
export function refusal(given: Refused): RejectedError {
  return new RejectedError({
    code: CODES[given.code] ?? 'delivery.refused',
    message: `The ERP said: ${given.message}`,
    facts: { refusal: given.code, total: textOf(given['total']), taxTotal: textOf(given['taxTotal']) },
  });
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
