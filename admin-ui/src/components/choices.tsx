import { speak } from '@wordpress/a11y';
import { Button } from '@wordpress/components';
import { useEffect, useState } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ExceptionRow } from '../../../agent/src/protocol/exceptions.ts';
import { settings } from '../data/settings.ts';
import { useSubmit } from '../data/use-submit.ts';
import type { Submit } from '../data/use-submit.ts';
import { decideException } from '../data/writes.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { rescueFocus } from './rescue-focus.ts';

export type Choice = ExceptionRow['choices'][number];

interface Props {
  readonly row: ExceptionRow;
  readonly busy: boolean;
  readonly onChoose: (row: ExceptionRow, choice: Choice) => void;
}

/** The ways out that an exception offers, one button each; not there for those who may not edit orders. The agent writes English, so each label keeps its own direction. */
export function Choices({ row, busy, onChoose }: Props): Element | null {
  useEffect(() => rescueFocus, []);
  if (row.choices.length === 0 || row.state !== 'open' || !settings().capabilities.retry) return null;
  return (
    <>
      {row.choices.map((choice) => (
        <Button key={choice.id} variant="secondary" size="small" isBusy={busy} onClick={() => onChoose(row, choice)}>
          <bdi>{choice.label}</bdi> <span className="screen-reader-text">{aboutWhat(row)}</span>
        </Button>
      ))}
    </>
  );
}

function aboutWhat(row: ExceptionRow): string {
  if (row.orderNumber === null) return row.title;
  /* translators: 1: title of an exception, 2: order number */
  return sprintf(__('%1$s, order %2$s', 'crossdock'), row.title, row.orderNumber);
}

interface Decision {
  readonly row: ExceptionRow;
  readonly choice: Choice;
}

/** Carries out a choice, after a question where money moves or something ends. The dialog stands outside the rows, because a row may close itself meanwhile. */
export function useDecision(onDecided: (message: string) => void): { submit: Submit; choose: Props['onChoose']; dialog: Element | null } {
  const submit = useSubmit();
  const [asked, setAsked] = useState<Decision | null>(null);
  const close = (): void => {
    setAsked(null);
    submit.clear();
    rescueFocus();
  };
  const carryOut = async ({ row, choice }: Decision): Promise<void> => {
    await decideException(row.id, choice.id);
    /* translators: %s: the way out that was chosen, such as "Cancel them" */
    const message = sprintf(__('Decided: %s.', 'crossdock'), choice.label);
    speak(message);
    onDecided(message);
    close();
  };
  const choose = (row: ExceptionRow, choice: Choice): void => {
    if (isGrave(row, choice)) setAsked({ row, choice });
    else void submit.run(() => carryOut({ row, choice }));
  };
  const dialog = asked && (
    <Question decision={asked} submit={submit} onConfirm={() => void submit.run(() => carryOut(asked))} onClose={close} />
  );
  return { submit, choose, dialog };
}

interface QuestionProps {
  readonly decision: Decision;
  readonly submit: Submit;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

function Question({ decision: { row, choice }, submit, onConfirm, onClose }: QuestionProps): Element {
  return (
    <ConfirmDialog title={row.title} confirm={choice.label} submit={submit} onConfirm={onConfirm} onClose={onClose}>
      <bdi>{row.message}</bdi>{' '}
      {isMoney(row)
        ? __('This moves money. It cannot be taken back here.', 'crossdock')
        : __('This cannot be taken back here.', 'crossdock')}
    </ConfirmDialog>
  );
}

function isMoney({ code }: ExceptionRow): boolean {
  return /^(refund|credit|return\.condition)/.test(code);
}

function isGrave(row: ExceptionRow, choice: Choice): boolean {
  return isMoney(row) || /cancel/.test(choice.id);
}
