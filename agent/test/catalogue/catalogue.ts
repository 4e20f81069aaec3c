import { BEFORE } from './chapters/before.ts';
import { CANCELLATIONS } from './chapters/cancellations.ts';
import { CUSTOMER } from './chapters/customer.ts';
import { EDITS } from './chapters/edits.ts';
import { MONEY } from './chapters/money.ts';
import { RETURNS } from './chapters/returns.ts';
import { STOCK } from './chapters/stock.ts';
import { WAREHOUSE } from './chapters/warehouse.ts';
import type { Scenario } from './scenario.ts';

/** Every story, chapter by chapter. */
export const CATALOGUE: readonly Scenario[] = [
  ...BEFORE,
  ...MONEY,
  ...STOCK,
  ...WAREHOUSE,
  ...CUSTOMER,
  ...EDITS,
  ...CANCELLATIONS,
  ...RETURNS,
];
