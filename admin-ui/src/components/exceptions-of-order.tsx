import { Button } from '@wordpress/components';
import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import type { ExceptionRow } from '../../../agent/src/protocol/exceptions.ts';
import { settings } from '../data/settings.ts';
import { Choices } from './choices.tsx';
import type { Choice } from './choices.tsx';
import { ExceptionCell } from './exception-cell.tsx';
import { ownerLabel } from './labels.ts';

interface Props {
  readonly rows: readonly ExceptionRow[];
  readonly busy: boolean;
  readonly onRetry: (id: string) => void;
  readonly onChoose: (row: ExceptionRow, choice: Choice) => void;
  readonly mapAction: (row: ExceptionRow) => ReactNode;
}

/** What keeps one order back, with what to do about it; closed ones are left out. */
export function ExceptionsOfOrder({ rows, busy, onRetry, onChoose, mapAction }: Props): Element | null {
  const open = rows.filter((row) => row.state === 'open');
  if (open.length === 0) return null;
  return (
    <ul className="crossdock-exceptions">
      {open.map((row) => (
        <li key={row.id}>
          <ExceptionCell row={row} />
          <div className="crossdock-actions">
            <span>{ownerLabel(row.owner)}</span>
            {mapAction(row)}
            <Choices row={row} busy={busy} onChoose={onChoose} />
            {row.retriable && settings().capabilities.retry && (
              <Button variant="secondary" size="small" isBusy={busy} onClick={() => onRetry(row.id)}>
                {__('Retry', 'crossdock')} <span className="screen-reader-text">{row.title}</span>
              </Button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
