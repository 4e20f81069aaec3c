import { Button, Modal } from '@wordpress/components';
import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import type { Submit } from '../data/use-submit.ts';
import { ProblemNotice } from './problem-notice.tsx';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  readonly confirm: string;
  readonly destructive?: boolean;
  readonly submit: Submit;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks once before something that is not easily undone. WordPress gives the focus back to what opened it. */
export function ConfirmDialog({ title, children, confirm, destructive = false, submit, onConfirm, onClose }: Props): Element {
  return (
    <Modal title={title} onRequestClose={onClose} className="crossdock-dialog">
      <ProblemNotice problem={submit.problem} />
      <p>{children}</p>
      <div className="crossdock-actions">
        <Button variant="primary" isDestructive={destructive} isBusy={submit.busy} onClick={onConfirm}>
          {confirm}
        </Button>
        <Button variant="tertiary" onClick={onClose}>
          {__('Cancel', 'crossdock')}
        </Button>
      </div>
    </Modal>
  );
}
