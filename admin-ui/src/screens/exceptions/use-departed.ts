import { speak } from '@wordpress/a11y';
import { useEffect, useRef, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ExceptionList, ExceptionRow } from '../../../../agent/src/protocol/exceptions.ts';
import { rescueFocus } from '../../components/rescue-focus.ts';

const SHOWN_MS = 8000;

/** Exceptions that closed themselves while a person looked, for a few seconds each. `question` names the list, so that a new filter is not taken for closing. */
export function useDeparted(list: ExceptionList | null, question: string): readonly ExceptionRow[] {
  const before = useRef<{ question: string; list: ExceptionList } | null>(null);
  const [departed, setDeparted] = useState<readonly ExceptionRow[]>([]);
  useEffect(() => {
    const earlier = before.current;
    if (list) before.current = { question, list };
    if (!list || !earlier || earlier.question !== question) return;
    const gone = goneFrom(earlier.list, list);
    if (gone.length === 0) return;
    setDeparted((shown) => [...shown, ...gone]);
    speak(gone.map(closedText).join(' '));
    rescueFocus();
    setTimeout(() => setDeparted((shown) => shown.filter((row) => !gone.includes(row))), SHOWN_MS);
  }, [list, question]);
  return departed;
}

// On a full page the oldest rows also leave when new ones push them down.
function goneFrom(before: ExceptionList, after: ExceptionList): readonly ExceptionRow[] {
  const present = new Set(after.items.map((row) => row.id));
  const oldest = after.items.at(-1)?.since ?? '';
  return before.items.filter((row) => !present.has(row.id) && (after.next === null || row.since > oldest));
}

export function closedText(row: ExceptionRow): string {
  if (row.orderNumber === null) {
    /* translators: %s: title of an exception */
    return sprintf(__('Closed: %s.', 'crossdock'), row.title);
  }
  /* translators: 1: title of an exception, 2: order number */
  return sprintf(__('Closed: %1$s, order %2$s.', 'crossdock'), row.title, row.orderNumber);
}
