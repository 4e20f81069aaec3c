import type { ExceptionRow } from '../../../agent/src/protocol/exceptions.ts';
import type { MappingRow } from '../../../agent/src/protocol/mappings.ts';
import type { OrderDetail } from '../../../agent/src/protocol/orders.ts';
import type { AgentStatus } from '../../../agent/src/protocol/status.ts';
import { anException, aMapping, anOrder, aStatus } from './fixtures.ts';

/** What the played shop and its agent hold; a test changes it while the screens look. */
export interface ShopState {
  paired: boolean;
  fenced: boolean;
  agentDown: boolean;
  status: AgentStatus;
  exceptions: ExceptionRow[];
  mappings: MappingRow[];
  missing: { kind: 'sku'; connection: string; key: string; waiting: number; example: string }[];
  orders: OrderDetail[];
  options: { value: string; label: string }[] | null;
}

export function shopState(): ShopState {
  return {
    paired: true,
    fenced: false,
    agentDown: false,
    status: aStatus(),
    exceptions: [
      anException(),
      anException({
        id: 'x2',
        orderId: '1002',
        orderNumber: '1002',
        code: 'erp.order-refused',
        class: 'business',
        owner: 'erp',
        title: 'ERP refused the order',
        missing: null,
      }),
    ],
    mappings: [aMapping()],
    missing: [{ kind: 'sku', connection: 'erp', key: 'MUG-01', waiting: 4, example: 'Order 1001' }],
    orders: [anOrder()],
    options: [
      { value: 'P-100', label: 'T-shirt' },
      { value: 'P-200', label: 'Coffee mug' },
    ],
  };
}
