import { Notice } from '@wordpress/components';
import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { silentParty } from '../data/problem.ts';
import type { Problem } from '../data/problem.ts';

/** A write that failed, in words; nothing when there is no problem. It is spoken where it happens, so not again here. */
export function ProblemNotice({ problem, onRemove }: { readonly problem: Problem | null; readonly onRemove?: () => void }): Element | null {
  if (!problem) return null;
  return (
    <Notice status="error" isDismissible={onRemove !== undefined} spokenMessage="" {...(onRemove ? { onRemove } : {})}>
      {problem.message} {silentParty(problem) !== null && __('Nothing was changed; try again when it answers.', 'crossdock')}
    </Notice>
  );
}
