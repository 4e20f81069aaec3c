import { asBug } from '../../connector/outcome.ts';
import { CrossdockError, RejectedError } from '../../errors/errors.ts';
import type { ErrorCode } from '../../errors/codes.ts';

/** The shop's plain no gets a code that tells what it was about, so that it lands with the people who look after that. */
export function refusedAs(code: ErrorCode): (error: unknown) => CrossdockError {
  return (error) => {
    if (!(error instanceof CrossdockError)) return asBug(error);
    if (!(error instanceof RejectedError) || error.code !== 'delivery.refused') return error;
    return new RejectedError({ code, message: error.message, facts: error.facts, cause: error });
  };
}

/** A line of ours as the shop's number; throws a RejectedError when the shop has no such lines. */
export function itemNumber(id: string, code: ErrorCode, what: string): number {
  if (/^\d{1,15}$/.test(id)) return Number(id);
  throw new RejectedError({ code, message: `"${id}" is not ${what} of an order of the shop.`, facts: { line: id } });
}
