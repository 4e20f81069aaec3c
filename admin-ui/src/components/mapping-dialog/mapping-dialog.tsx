import { Button, Modal, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { FormEvent } from 'react';
import type { MappingKind } from '../../data/reads.ts';
import type { MappingDraft } from '../../data/writes.ts';
import { kindLabel } from '../labels.ts';
import { ProblemNotice } from '../problem-notice.tsx';
import { ConflictNotice } from './conflict-notice.tsx';
import { ConnectionField } from './connection-field.tsx';
import { useMappingForm } from './use-mapping-form.ts';
import type { MappingForm } from './use-mapping-form.ts';
import { ValuePicker } from './value-picker.tsx';

/** What the dialog starts from: a row to change (`version` set), a missing key, or nothing at all. */
export interface MappingStart {
  readonly kind: MappingKind;
  readonly draft: MappingDraft;
}

interface Props {
  readonly start: MappingStart;
  readonly onSaved: (message: string) => void;
  readonly onClose: () => void;
}

/** Adds or changes one mapping. A click beside it does not close it: nothing that was typed gets lost by accident. */
export function MappingDialog({ start, onSaved, onClose }: Props): Element {
  const form = useMappingForm(start.kind, start.draft, onSaved);
  const [asked, setAsked] = useState(false);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (form.complete && !form.conflict) form.save(form.draft.version);
  };
  return (
    <Modal title={titleOf(start)} onRequestClose={onClose} shouldCloseOnClickOutside={false} className="crossdock-dialog">
      <form onSubmit={send} className="crossdock-form">
        <ProblemNotice problem={form.submit.problem} />
        <Fields start={start} form={form} />
        {asked && !form.complete && <p role="alert">{__('Fill in the system, the key and the code.', 'crossdock')}</p>}
        {form.conflict ? (
          <ConflictNotice
            theirs={form.conflict.theirs}
            mine={form.draft.value}
            busy={form.submit.busy}
            onKeepTheirs={onClose}
            onSaveMine={() => form.save(form.conflict?.theirs?.version ?? null)}
          />
        ) : (
          <div className="crossdock-actions">
            <Button variant="primary" type="submit" isBusy={form.submit.busy}>
              {__('Save', 'crossdock')}
            </Button>
            <Button variant="tertiary" onClick={onClose}>
              {__('Cancel', 'crossdock')}
            </Button>
          </div>
        )}
      </form>
    </Modal>
  );
}

function Fields({ start, form }: { readonly start: MappingStart; readonly form: MappingForm }): Element {
  const { draft, change } = form;
  const words = kindLabel(start.kind);
  const keyIsGiven = start.draft.key !== '';
  return (
    <>
      {keyIsGiven ? (
        <p>
          {words.key}: <bdi className="crossdock-code">{draft.key}</bdi> → {__('System', 'crossdock')}:{' '}
          <bdi className="crossdock-code">{draft.connection}</bdi>
        </p>
      ) : (
        <>
          <ConnectionField kind={start.kind} value={draft.connection} onChange={(connection) => change({ connection })} />
          <TextControl
            __next40pxDefaultSize
            __nextHasNoMarginBottom
            label={words.key}
            value={draft.key}
            onChange={(key) => change({ key })}
          />
        </>
      )}
      <ValuePicker
        kind={start.kind}
        connection={draft.connection}
        value={draft.value}
        label={draft.label}
        onPick={(value, label) => change({ value, label })}
      />
    </>
  );
}

function titleOf(start: MappingStart): string {
  if (start.draft.key === '') return __('Add a mapping', 'crossdock');
  /* translators: %s: key of a mapping, such as a SKU */
  return sprintf(__('Map “%s”', 'crossdock'), start.draft.key);
}
