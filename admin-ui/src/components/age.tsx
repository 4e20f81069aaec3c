import type { Element } from '@wordpress/element';
import { formatAge, formatTime } from './format.ts';
import { useNow } from './use-now.ts';

/** "5 minutes ago", with the exact time for those who ask. */
export function Age({ iso }: { readonly iso: string }): Element {
  const now = useNow();
  return (
    <time dateTime={iso} title={formatTime(iso)}>
      {formatAge(iso, now)}
    </time>
  );
}
