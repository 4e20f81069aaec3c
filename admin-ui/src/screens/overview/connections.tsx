import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ConnectionStatus } from '../../../../agent/src/protocol/status.ts';
import { Age } from '../../components/age.tsx';
import { Badge } from '../../components/badge.tsx';
import { DataTable } from '../../components/data-table.tsx';
import type { Column } from '../../components/data-table.tsx';
import { formatCount } from '../../components/format.ts';
import { connectionLabel } from '../../components/labels.ts';

/** Shop, ERP and warehouse: who answers and what waits for them. */
export function Connections({ connections }: { readonly connections: readonly ConnectionStatus[] }): Element {
  if (connections.length === 0) {
    return (
      <p className="crossdock-empty">
        {__('No system is connected yet. Name them in the configuration file of the agent, then run crossdock check.', 'crossdock')}
      </p>
    );
  }
  const columns: Column<ConnectionStatus>[] = [
    { id: 'system', header: __('System', 'crossdock'), names: true, cell: (row) => <Name row={row} /> },
    { id: 'state', header: __('State', 'crossdock'), cell: (row) => <State row={row} /> },
    { id: 'contact', header: __('Last answer', 'crossdock'), cell: (row) => (row.lastContactAt ? <Age iso={row.lastContactAt} /> : '–') },
    { id: 'count', header: __('Waiting for it', 'crossdock'), cell: (row) => formatCount(row.queued) },
  ];
  return <DataTable caption={__('Connected systems', 'crossdock')} columns={columns} rows={connections} rowKey={(row) => row.id} />;
}

function Name({ row }: { readonly row: ConnectionStatus }): Element {
  return (
    <>
      {row.title} <bdi className="crossdock-muted crossdock-code">{row.id}</bdi>
    </>
  );
}

function State({ row }: { readonly row: ConnectionStatus }): Element {
  const label = connectionLabel(row.state);
  return (
    <>
      <Badge tone={label.tone} text={label.text} />
      {row.state !== 'ok' && row.message && <p>{row.message}</p>}
    </>
  );
}
