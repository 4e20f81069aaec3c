import { speak } from '@wordpress/a11y';
import { useCallback, useState } from '@wordpress/element';
import { _n, __, sprintf } from '@wordpress/i18n';
import type { MappingRow } from '../../../../agent/src/protocol/mappings.ts';
import { isConflict, toProblem } from '../../data/problem.ts';
import { readMapping } from '../../data/reads.ts';
import type { MappingKind } from '../../data/reads.ts';
import { useSubmit } from '../../data/use-submit.ts';
import type { Submit } from '../../data/use-submit.ts';
import { saveMapping } from '../../data/writes.ts';
import type { MappingDraft } from '../../data/writes.ts';

export interface MappingForm {
  readonly draft: MappingDraft;
  readonly change: (part: Partial<MappingDraft>) => void;
  readonly conflict: { readonly theirs: MappingRow | null } | null;
  readonly submit: Submit;
  readonly complete: boolean;
  readonly save: (version: number | null) => void;
}

/** What a person has typed into the mapping dialog, and what became of saving it. */
export function useMappingForm(kind: MappingKind, start: MappingDraft, onSaved: (message: string) => void): MappingForm {
  const [draft, setDraft] = useState(start);
  const [conflict, setConflict] = useState<MappingForm['conflict']>(null);
  const submit = useSubmit();
  const change = useCallback((part: Partial<MappingDraft>) => setDraft((before) => ({ ...before, ...part })), []);
  const save = (version: number | null): void => {
    void submit.run(async () => {
      try {
        const { woke } = await saveMapping(kind, { ...trimmed(draft), version });
        const message = savedText(draft.key, woke);
        speak(message);
        onSaved(message);
      } catch (thrown) {
        if (!isConflict(toProblem(thrown))) throw thrown;
        setConflict({ theirs: await readMapping(kind, draft.connection, draft.key.trim()) });
      }
    });
  };
  const complete = [draft.connection, draft.key, draft.value].every((text) => text.trim() !== '');
  return { draft, change, conflict, submit, complete, save };
}

function trimmed(draft: MappingDraft): MappingDraft {
  return { ...draft, connection: draft.connection.trim(), key: draft.key.trim(), value: draft.value.trim(), label: draft.label.trim() };
}

function savedText(key: string, woke: number): string {
  /* translators: %s: key of a mapping, such as a SKU */
  const saved = sprintf(__('%s is mapped.', 'crossdock'), key);
  if (woke === 0) return saved;
  /* translators: %d: number of orders */
  return `${saved} ${sprintf(_n('%d order that waited for it goes on.', '%d orders that waited for it go on.', woke, 'crossdock'), woke)}`;
}
