import { AuthenticationError, ConfigurationError, ContractError, CrossdockError, RejectedError, TransientError } from '../errors/errors.ts';
import type { ErrorCode } from '../errors/codes.ts';
import type { ApiProblem } from '../protocol/signature.ts';

/** A call that the API itself turns down; `more` is put beside code and message in the answer. */
export class Refused extends CrossdockError {
  readonly status: number;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(status: number, code: ErrorCode, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super({ code, message });
    this.status = status;
    this.more = more;
  }
}

/** What a failed call is answered with; `bug` is true when the fault is ours and must be logged with its stack. */
export interface Problem {
  readonly status: number;
  readonly body: ApiProblem & Readonly<Record<string, unknown>>;
  readonly bug: boolean;
}

/** Turns anything thrown into an answer in words; never a stack, never the text of a fault of our own. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refused)
    return { status: error.status, body: { code: error.code, message: error.message, ...error.more }, bug: false };
  if (error instanceof CrossdockError) return { status: statusOf(error), body: { code: error.code, message: error.message }, bug: false };
  return (
    problemOfFastify(error) ?? {
      status: 500,
      body: { code: 'runtime.bug', message: 'The agent has a fault of its own; its log says more.' },
      bug: true,
    }
  );
}

function statusOf(error: CrossdockError): number {
  if (error.code === 'api.not-found') return 404;
  if (error instanceof TransientError) return 503;
  if (error instanceof RejectedError || error instanceof ContractError || error instanceof AuthenticationError) return 502;
  return error instanceof ConfigurationError ? 409 : 500;
}

const BY_FASTIFY_CODE: Readonly<Record<string, { status: number; message: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, message: 'The body is larger than 1 MB.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { status: 400, message: 'The body is not as long as its Content-Length says.' },
};

function problemOfFastify(error: unknown): Problem | null {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number' || error.statusCode >= 500) return null;
  const known = 'code' in error && typeof error.code === 'string' ? BY_FASTIFY_CODE[error.code] : undefined;
  const { status, message } = known ?? { status: error.statusCode, message: 'The request cannot be read.' };
  return { status, body: { code: 'api.body-malformed', message }, bug: false };
}
