import { Button } from '@wordpress/components';
import { useCallback, useEffect, useState } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { MappingRow } from '../../../../agent/src/protocol/mappings.ts';
import { href, replaceRoute } from '../../app/route.ts';
import type { Route } from '../../app/route.ts';
import { kindLabel, MAPPING_KINDS } from '../../components/labels.ts';
import { Loaded } from '../../components/loaded.tsx';
import { startFrom, useMappingDialog } from '../../components/map-button.tsx';
import { Pager } from '../../components/pager.tsx';
import { ResultNotice } from '../../components/result-notice.tsx';
import { ScreenHeading } from '../../components/screen-heading.tsx';
import { SearchBox } from '../../components/search-box.tsx';
import { useMappings } from '../../data/reads.ts';
import type { MappingKind } from '../../data/reads.ts';
import { settings } from '../../data/settings.ts';
import type { MappingDraft } from '../../data/writes.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { KindTabs } from './kind-tabs.tsx';
import { MappingTable } from './mapping-table.tsx';
import { MissingTable } from './missing-table.tsx';

export function MappingsScreen({ id, query }: Route): Element {
  const kind = MAPPING_KINDS.find((known) => known === id) ?? 'sku';
  const [result, setResult] = useState('');
  return (
    <section>
      <ScreenHeading title={__('Mappings', 'crossdock')} />
      <p>
        {__(
          'Which code of the shop is which code of the ERP or the warehouse. A missing one holds back only the orders that need it; they go on by themselves once it is here.',
          'crossdock',
        )}
      </p>
      <KindTabs current={kind} />
      <ResultNotice text={result} onRemove={() => setResult('')} />
      <KindPanel key={kind} kind={kind} query={query} onResult={setResult} />
    </section>
  );
}

interface PanelProps {
  readonly kind: MappingKind;
  readonly query: Route['query'];
  readonly onResult: (message: string) => void;
}

function KindPanel({ kind, query, onResult }: PanelProps): Element {
  const { q = '', cursor = '' } = query;
  const live = useMappings(kind, { q, cursor });
  const [deleting, setDeleting] = useState<MappingRow | null>(null);
  const mapping = useMappingDialog(onResult);
  useDialogFromAddress(kind, query, mapping.open);
  const search = useCallback((text: string) => replaceRoute(href('mappings', kind, { q: text })), [kind]);
  const empty = { connection: '', key: '', value: '', label: '', version: null };
  return (
    <>
      <div className="crossdock-filters">
        <SearchBox label={searchLabel(kind)} value={q} onSearch={search} />
        {settings().capabilities.manage && (
          <Button __next40pxDefaultSize variant="primary" onClick={() => mapping.open({ kind, draft: empty })}>
            {__('Add a mapping', 'crossdock')}
          </Button>
        )}
      </div>
      <Loaded live={live}>
        {(list) => (
          <>
            {list.missing.length > 0 && <MissingTable rows={list.missing} onMap={(missing) => mapping.open(startFrom(missing))} />}
            {list.items.length > 0 ? (
              <MappingTable
                kind={kind}
                rows={list.items}
                onEdit={(row) => mapping.open({ kind, draft: draftOf(row) })}
                onDelete={setDeleting}
              />
            ) : (
              <p className="crossdock-empty">
                {q ? __('No mapping fits.', 'crossdock') : __('There is no mapping here yet.', 'crossdock')}
              </p>
            )}
            <Pager
              label={__('Pages of mappings', 'crossdock')}
              first={cursor ? href('mappings', kind, { q }) : null}
              next={list.next && href('mappings', kind, { q, cursor: list.next })}
            />
          </>
        )}
      </Loaded>
      {mapping.dialog}
      {deleting && <DeleteDialog row={deleting} onDeleted={onResult} onClose={() => setDeleting(null)} />}
    </>
  );
}

function draftOf({ connection, key, value, label, version }: MappingRow): MappingDraft {
  return { connection, key, value, label, version };
}

function searchLabel(kind: MappingKind): string {
  /* translators: %s: name of a mapping table, such as SKUs */
  return sprintf(__('Search %s', 'crossdock'), kindLabel(kind).plural);
}

// The order panel links here with the missing key; the address is cleaned so that Back and reload do not open the dialog again.
function useDialogFromAddress(kind: MappingKind, query: Route['query'], open: ReturnType<typeof useMappingDialog>['open']): void {
  const { connection, key } = query;
  useEffect(() => {
    if (!connection || !key) return;
    if (settings().capabilities.manage) open({ kind, draft: { connection, key, value: '', label: '', version: null } });
    replaceRoute(href('mappings', kind));
  }, [kind, connection, key, open]);
}
