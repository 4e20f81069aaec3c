import { Notice } from '@wordpress/components';
import type { Element } from '@wordpress/element';

/** What came of the last action. It was spoken when it happened, so not again here. */
export function ResultNotice({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }): Element | null {
  if (text === '') return null;
  return (
    <Notice status="success" spokenMessage="" onRemove={onRemove}>
      {text}
    </Notice>
  );
}
