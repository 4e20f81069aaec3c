import type { Element } from '@wordpress/element';

export type Tone = 'good' | 'wait' | 'bad' | 'info';

// The sign says the same as the colour, for those who do not see it.
const SIGNS: Record<Tone, string> = { good: '✓', wait: '…', bad: '!', info: 'i' };

export function Badge({ tone, text }: { readonly tone: Tone; readonly text: string }): Element {
  return (
    <span className={`crossdock-badge is-${tone}`}>
      <span className="crossdock-badge__sign" aria-hidden="true">
        {SIGNS[tone]}
      </span>
      {text}
    </span>
  );
}
