import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';

interface Props {
  readonly label: string;
  readonly first: string | null;
  readonly next: string | null;
}

/** Links to the first and to the next page; the browser's Back goes to the one before. */
export function Pager({ label, first, next }: Props): Element | null {
  if (!first && !next) return null;
  return (
    <nav aria-label={label} className="crossdock-actions">
      {first && <a href={first}>{__('First page', 'crossdock')}</a>}
      {next && <a href={next}>{__('Next page', 'crossdock')}</a>}
    </nav>
  );
}
