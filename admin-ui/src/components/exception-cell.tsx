import type { Element } from '@wordpress/element';
import type { ExceptionRow } from '../../../agent/src/protocol/exceptions.ts';

/** What is wrong, with the values at fault and the cure. */
export function ExceptionCell({ row }: { readonly row: ExceptionRow }): Element {
  return (
    <>
      <strong>{row.title}</strong> <span className="crossdock-muted">{row.code}</span>
      <p>{row.message}</p>
      <p className="crossdock-muted">{row.cure}</p>
    </>
  );
}
