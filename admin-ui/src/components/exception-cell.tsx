import type { Element } from '@wordpress/element';
import type { ExceptionRow } from '../../../agent/src/protocol/exceptions.ts';

/** What is wrong, with the values at fault and the cure. The agent writes English, so each sentence keeps its own direction. */
export function ExceptionCell({ row }: { readonly row: ExceptionRow }): Element {
  return (
    <>
      <strong>
        <bdi>{row.title}</bdi>
      </strong>{' '}
      <span className="crossdock-muted">{row.code}</span>
      <p>
        <bdi>{row.message}</bdi>
      </p>
      <p className="crossdock-muted">
        <bdi>{row.cure}</bdi>
      </p>
    </>
  );
}
