import { CrossdockError, RejectedError } from '../errors/errors.ts';
import type { OutboundDocument } from '../domain/outbound.ts';
import type { Receipt } from '../domain/receipt.ts';
import { withCorrelation } from './correlation.ts';
import type { WriteOutcome, Writer, WriteRequest } from './contract.ts';

/** A writer that writes each document by itself, all of a batch at once under the connection's limit, each under its own correlation id; errors become outcomes of their own document (`asOurs` may name them better). */
export function writeEach<D extends OutboundDocument>(
  kind: D['kind'],
  write: (request: WriteRequest<D>) => Promise<Receipt>,
  asOurs: (cause: unknown) => CrossdockError = asBug,
): Writer {
  const one = async (request: WriteRequest): Promise<WriteOutcome> => {
    try {
      if (request.document.kind !== kind) throw new TypeError(`a ${request.document.kind} was given to the writer of ${kind}`);
      return { kind: 'done', receipt: await write(request as WriteRequest<D>) };
    } catch (cause) {
      return { kind: 'failed', error: asOurs(cause) };
    }
  };
  return { write: (requests) => Promise.all(requests.map((request) => withCorrelation(request.correlationId, () => one(request)))) };
}

/** An error of ours as it is; anything else is a fault of Crossdock, which parks the document and is reported. */
export function asBug(cause: unknown): CrossdockError {
  if (cause instanceof CrossdockError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new RejectedError({ code: 'runtime.bug', message: `Crossdock failed while writing this document: ${message}`, cause });
}
