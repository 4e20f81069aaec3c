import { sandboxErp } from '../../../src/connectors/sandbox-erp/index.ts';
import { ConnectionId } from '../../../src/domain/reference.ts';
import { parseConfig } from '../../../src/runtime/config.ts';
import { makeConnection, type Connection, type ConnectionParts } from '../../../src/runtime/connections.ts';
import { QUIET } from '../../support/world.ts';

export const ERP = ConnectionId.parse('erp');

/** A connection to an ERP at this address, with the defaults of a configuration file. */
export function erpAt(
  url: string,
  {
    apiKey = 'sandbox-erp-key',
    config = {},
    ...parts
  }: { apiKey?: string; config?: Record<string, unknown> } & Partial<Omit<ConnectionParts, 'config'>> = {},
): Connection {
  const settings = { url, apiKey };
  const checked = parseConfig({
    connections: { erp: { connector: 'sandbox-erp', settings, timeoutMs: 3_000, ...config } },
    orders: { erp: 'erp', wms: 'wms' },
  });
  return makeConnection({
    id: ERP,
    config: checked.connections[ERP]!,
    connector: sandboxErp,
    settings,
    log: QUIET,
    now: Date.now,
    signal: new AbortController().signal,
    onRecovered: () => undefined,
    ...parts,
  });
}
