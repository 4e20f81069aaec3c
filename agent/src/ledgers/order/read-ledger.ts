import { ContractError } from '../../errors/errors.ts';
import { emptyLedger, type OrderLedger } from './ledger.ts';
import { fromVersion1, type LedgerVersion1 } from './ledger-version-1.ts';

/** A stored ledger, as `JSON.stringify` wrote it; throws ContractError when a newer version of Crossdock did. Its shape is ours, so only the version is looked at. */
export function readLedger(body: string): OrderLedger {
  const ledger = JSON.parse(body) as Omit<OrderLedger, 'schema'> & { schema: number };
  if (ledger.schema === 2) return ledger as OrderLedger;
  if (ledger.schema === 1) return fromVersion1(ledger as unknown as LedgerVersion1, emptyLedger(ledger.subject));
  const message = `The ledger of ${ledger.subject} has version ${ledger.schema}; this version of Crossdock knows at most version 2.`;
  throw new ContractError({ code: 'document.schema-too-new', message });
}
