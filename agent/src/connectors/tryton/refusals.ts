import type { ErrorCode } from '../../errors/codes.ts';
import {
  ConfigurationError,
  ConflictError,
  ContractError,
  AuthenticationError,
  RejectedError,
  TransientError,
} from '../../errors/errors.ts';
import { CrossdockError } from '../../errors/errors.ts';

/** Tryton stops a call to warn a person; the call passes when the warning has been accepted by its name. */
export class TrytonWarning extends RejectedError {
  readonly warning: string;

  constructor(warning: string, message: string) {
    super({ code: 'delivery.refused', message: `Tryton warns: ${message}`, facts: { warning } });
    this.warning = warning;
  }
}

/** What an error value in an answer with HTTP 200 means: `[kind, arguments]`, or `[message, traceback]` for a fault in Python. */
export function refusalOf(error: unknown, method: string): CrossdockError {
  if (!Array.isArray(error)) return broken(method, 'an error without a kind');
  const kind = String(error[0]);
  const details: unknown[] = Array.isArray(error[1]) ? error[1] : [error[1]];
  const text = (index: number): string => (typeof details[index] === 'string' ? details[index] : '');
  switch (kind) {
    case 'UserError':
      return new RejectedError({ code: 'delivery.refused', message: `Tryton refused: ${sentence(text(0), text(1))}`, facts: { method } });
    case 'UserWarning':
      return new TrytonWarning(text(0), sentence(text(1), text(2)));
    case 'ConcurrencyException':
      return new ConflictError({
        code: 'connection.conflict',
        message: 'Somebody changed the document in Tryton meanwhile.',
        facts: { method },
      });
    case 'LoginException':
      return new AuthenticationError({
        code: 'connection.auth-failed',
        message: 'Tryton asks for a password or a second factor.',
        facts: { method },
      });
    default:
      return faultOf(kind, method);
  }
}

/** The call that opens a session. */
export const LOGIN = 'common.db.login';

// SQLite and PostgreSQL answer so when two writes meet; the call has been rolled back.
const PASSING = /database is locked|could not serialize|deadlock detected|could not obtain lock/i;

function faultOf(message: string, method: string): CrossdockError {
  // A database that is not there shows first in the login, as the driver's own words.
  if (method === LOGIN && !PASSING.test(message)) return settingsError(`Tryton cannot open the database: ${message}`);
  if (!PASSING.test(message)) return broken(method, message);
  return new TransientError({
    code: 'connection.server-error',
    message: `Tryton's database is busy (${message}).`,
    facts: { method },
    committed: 'no',
  });
}

function broken(method: string, reason: string): ContractError {
  return new ContractError({
    code: 'connection.contract-broken',
    message: `Tryton failed in ${method}: ${reason.slice(0, 300)}`,
    facts: { method },
  });
}

function sentence(message: string, description: string): string {
  return description === '' ? message : `${message} ${description}`;
}

/** Gives a refusal without a code of its own the code of the document that was refused. */
export async function refusedAs<T>(code: ErrorCode, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RejectedError) || error.code !== 'delivery.refused') throw error;
    throw new RejectedError({ code, message: error.message, facts: error.facts, cause: error });
  }
}

/** The outcome of work that throws our errors; anything else is a fault of ours and goes on up. */
export function asCrossdockError(error: unknown): CrossdockError {
  if (error instanceof CrossdockError) return error;
  throw error;
}

/** The settings name something that this Tryton does not have. */
export function settingsError(message: string): ConfigurationError {
  return new ConfigurationError({ code: 'connection.settings-invalid', message });
}
