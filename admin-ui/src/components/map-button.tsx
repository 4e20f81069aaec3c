import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import type { ExceptionRow } from '../../../agent/src/protocol/exceptions.ts';
import { settings } from '../data/settings.ts';
import { kindLabel } from './labels.ts';
import { MappingDialog } from './mapping-dialog/mapping-dialog.tsx';
import type { MappingStart } from './mapping-dialog/mapping-dialog.tsx';
import { rescueFocus } from './rescue-focus.ts';

export type Missing = NonNullable<ExceptionRow['missing']>;

interface Props {
  readonly missing: Missing;
  readonly onMap: (missing: Missing) => void;
}

/** "Map this SKU"; not there for those who may not change mappings. */
export function MapButton({ missing, onMap }: Props): Element | null {
  if (!settings().capabilities.manage) return null;
  return (
    <Button variant="secondary" size="small" onClick={() => onMap(missing)}>
      {kindLabel(missing.kind).map} <span className="screen-reader-text">{missing.key}</span>
    </Button>
  );
}

export function startFrom(missing: Missing): MappingStart {
  return { kind: missing.kind, draft: { connection: missing.connection, key: missing.key, value: '', label: '', version: null } };
}

/** The one mapping dialog of a screen. It stands outside the rows, because a row may close itself while a person types. */
export function useMappingDialog(onSaved: (message: string) => void): { open: (start: MappingStart) => void; dialog: Element | null } {
  const [start, setStart] = useState<MappingStart | null>(null);
  const close = (): void => {
    setStart(null);
    rescueFocus();
  };
  const saved = (message: string): void => {
    close();
    onSaved(message);
  };
  return { open: setStart, dialog: start && <MappingDialog start={start} onSaved={saved} onClose={close} /> };
}
