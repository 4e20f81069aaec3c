import { useEffect, useRef } from '@wordpress/element';
import type { Element } from '@wordpress/element';

let shown: string | null = null;

/** The heading of a screen; takes the focus when a person comes from another screen, so that keyboard and speech start at the top. */
export function ScreenHeading({ title }: { readonly title: string }): Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (shown !== null && shown !== title) heading.current?.focus();
    shown = title;
  }, [title]);
  return (
    <h2 ref={heading} tabIndex={-1} className="crossdock-heading">
      {title}
    </h2>
  );
}
