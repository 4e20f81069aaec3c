import { Button } from '@wordpress/components';
import { useEffect, useRef } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { MappingRow } from '../../../../agent/src/protocol/mappings.ts';
import { formatTime, personName } from '../format.ts';

interface Props {
  readonly theirs: MappingRow | null;
  readonly mine: string;
  readonly busy: boolean;
  readonly onKeepTheirs: () => void;
  readonly onSaveMine: () => void;
}

/** Somebody saved the same row first: shows their value and lets the person decide. `theirs` null: they deleted it. */
export function ConflictNotice({ theirs, mine, busy, onKeepTheirs, onSaveMine }: Props): Element {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [theirs]);
  return (
    <div ref={box} tabIndex={-1} role="alert" className="crossdock-conflict">
      <p>{theirs ? changedText(theirs) : __('Somebody deleted this row while you were typing.', 'crossdock')}</p>
      <div className="crossdock-actions">
        <Button variant="secondary" onClick={onKeepTheirs}>
          {theirs
            ? /* translators: %s: code that somebody else saved */
              sprintf(__('Keep theirs: %s', 'crossdock'), theirs.value)
            : __('Leave it deleted', 'crossdock')}
        </Button>
        <Button variant="primary" isBusy={busy} onClick={onSaveMine}>
          {
            /* translators: %s: code that this person typed */
            sprintf(__('Save mine: %s', 'crossdock'), mine)
          }
        </Button>
      </div>
    </div>
  );
}

function changedText(theirs: MappingRow): string {
  return sprintf(
    /* translators: 1: person, 2: time, 3: code, with its name if it has one */
    __('%1$s changed this row (%2$s) while you were typing. It now leads to %3$s.', 'crossdock'),
    personName(theirs.updatedBy),
    formatTime(theirs.updatedAt),
    theirs.label && theirs.label !== theirs.value ? `${theirs.value} (${theirs.label})` : theirs.value,
  );
}
