import { speak } from '@wordpress/a11y';
import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { _n, __, sprintf } from '@wordpress/i18n';
import type { ExceptionList, ExceptionRow } from '../../../../agent/src/protocol/exceptions.ts';
import { href } from '../../app/route.ts';
import type { Route } from '../../app/route.ts';
import { useDecision } from '../../components/choices.tsx';
import { formatCount } from '../../components/format.ts';
import { classLabel } from '../../components/labels.ts';
import { Loaded } from '../../components/loaded.tsx';
import { startFrom, useMappingDialog } from '../../components/map-button.tsx';
import { Pager } from '../../components/pager.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { ResultNotice } from '../../components/result-notice.tsx';
import { ScreenHeading } from '../../components/screen-heading.tsx';
import { useExceptions } from '../../data/reads.ts';
import { useSubmit } from '../../data/use-submit.ts';
import { retryExceptions } from '../../data/writes.ts';
import { ExceptionsTable } from './exceptions-table.tsx';
import { Filters } from './filters.tsx';
import { closedText, useDeparted } from './use-departed.ts';

export function ExceptionsScreen({ query }: Route): Element {
  const { class: kind = '', q = '', cursor = '' } = query;
  const live = useExceptions({ class: kind, q, cursor });
  const departed = useDeparted(live.data, `${kind}|${q}|${cursor}`);
  const [result, setResult] = useState('');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const submit = useSubmit();
  const mapping = useMappingDialog(setResult);
  const decision = useDecision(setResult);
  const retry = (rows: readonly ExceptionRow[]): void => {
    void submit.run(async () => {
      const message = retriedText(await retryExceptions(rows.map((row) => row.id)));
      setSelected(new Set());
      setResult(message);
      speak(message);
    });
  };
  return (
    <section>
      <ScreenHeading title={__('Exceptions', 'crossdock')} />
      <Filters kind={kind} q={q} />
      <ProblemNotice problem={submit.problem} onRemove={submit.clear} />
      {!decision.dialog && <ProblemNotice problem={decision.submit.problem} onRemove={decision.submit.clear} />}
      <ResultNotice text={result} onRemove={() => setResult('')} />
      <Departed rows={departed} />
      <Loaded live={live}>
        {(list) => (
          <>
            <Counts counts={list.counts} />
            <Bulk rows={list.items.filter((row) => selected.has(row.id))} busy={submit.busy} onRetry={retry} />
            {list.items.length === 0 ? (
              <Empty filtered={kind !== '' || q !== ''} />
            ) : (
              <ExceptionsTable
                rows={list.items}
                selected={selected}
                onSelect={setSelected}
                onRetry={retry}
                busy={decision.submit.busy}
                onChoose={decision.choose}
                onMap={(missing) => mapping.open(startFrom(missing))}
              />
            )}
            <Pager
              label={__('Pages of exceptions', 'crossdock')}
              first={cursor ? href('exceptions', null, { class: kind, q }) : null}
              next={list.next && href('exceptions', null, { class: kind, q, cursor: list.next })}
            />
          </>
        )}
      </Loaded>
      {mapping.dialog}
      {decision.dialog}
    </section>
  );
}

function retriedText(count: number): string {
  /* translators: %s: number of orders or documents */
  return sprintf(_n('%s is tried again.', '%s are tried again.', count, 'crossdock'), formatCount(count));
}

function Counts({ counts }: { readonly counts: ExceptionList['counts'] }): Element {
  const kinds = (['technical', 'master-data', 'business'] as const).filter((kind) => counts.byClass[kind]);
  /* translators: %s: number of open exceptions */
  const open = sprintf(_n('%s open exception', '%s open exceptions', counts.open, 'crossdock'), formatCount(counts.open));
  return (
    <p>
      {open}
      {kinds.map((kind) => ` · ${classLabel(kind)}: ${formatCount(counts.byClass[kind] ?? 0)}`)}
    </p>
  );
}

interface BulkProps {
  readonly rows: readonly ExceptionRow[];
  readonly busy: boolean;
  readonly onRetry: (rows: readonly ExceptionRow[]) => void;
}

function Bulk({ rows, busy, onRetry }: BulkProps): Element | null {
  if (rows.length === 0) return null;
  return (
    <p>
      <Button variant="primary" isBusy={busy} onClick={() => onRetry(rows)}>
        {
          /* translators: %s: number of selected exceptions */
          sprintf(_n('Retry %s selected', 'Retry %s selected', rows.length, 'crossdock'), formatCount(rows.length))
        }
      </Button>
    </p>
  );
}

function Departed({ rows }: { readonly rows: readonly ExceptionRow[] }): Element | null {
  if (rows.length === 0) return null;
  return (
    <ul className="crossdock-departed">
      {rows.map((row) => (
        <li key={row.id}>
          <span aria-hidden="true">✓ </span>
          {closedText(row)}
        </li>
      ))}
    </ul>
  );
}

function Empty({ filtered }: { readonly filtered: boolean }): Element {
  if (!filtered) return <p className="crossdock-empty">{__('Nothing needs a person. Every order goes its way.', 'crossdock')}</p>;
  return (
    <p className="crossdock-empty">
      {__('No open exception fits.', 'crossdock')} <a href={href('exceptions')}>{__('Show all', 'crossdock')}</a>
    </p>
  );
}
