import type { Connector } from '../connector/contract.ts';
import { sandboxErp } from './sandbox-erp/index.ts';
import { sandboxWms } from './sandbox-wms/index.ts';
import { tryton } from './tryton/index.ts';
import { woocommerce } from './woocommerce/index.ts';

/** Every connector there is: one folder and one line each. */
export const CONNECTORS: readonly Connector[] = [woocommerce, tryton, sandboxErp, sandboxWms];
