import { z } from 'zod';
import { errorForStatus, type HttpRequest, type HttpResponse } from '../../connector/http.ts';
import {
  AuthenticationError,
  ConfigurationError,
  ContractError,
  CrossdockError,
  RejectedError,
  TransientError,
} from '../../errors/errors.ts';

/** WordPress's own error body. */
const Problem = z.object({ code: z.string(), message: z.string().default('') });
type Problem = z.output<typeof Problem>;

type Call = Pick<HttpRequest, 'url' | 'method'>;

/** The WordPress error in an answer, or null when the answer comes from something else (a proxy, a firewall, a fatal error page). */
export function readProblem(text: string): Problem | null {
  try {
    return Problem.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The error for an answer that is not 2xx; `facts.reason` holds WordPress's error code. */
export function shopError(call: Call, answer: HttpResponse): Error {
  if (answer.status >= 300 && answer.status < 400) return redirected(call, answer);
  const problem = readProblem(answer.text);
  if (problem === null) return notWordPress(call, answer);
  const host = new URL(call.url).host;
  const facts = { host, status: answer.status, reason: problem.code };
  if (problem.code === 'crossdock_fenced') {
    return new ConfigurationError({ code: 'store.fenced', message: problem.message || `${host} is a copy of the paired shop.`, facts });
  }
  if (problem.code === 'rest_no_route') {
    // Transient, because the plugin may only be switched off for an update.
    const message = `${host} does not know the address ${new URL(call.url).pathname}: is the Crossdock plugin active there?`;
    return new TransientError({ code: 'connection.unreachable', message, facts, committed: 'no' });
  }
  if (answer.status === 401 || answer.status === 403) return refusedKey(host, problem, facts);
  if ([400, 404, 410, 413, 422, 423].includes(answer.status) || problem.code === 'crossdock_order_trashed') {
    return new RejectedError({ code: 'delivery.refused', message: `${host} refused: ${problem.message} (${problem.code})`, facts });
  }
  return withCommitted(call, answer);
}

function refusedKey(host: string, problem: Problem, facts: Record<string, string | number>): AuthenticationError {
  if (/timestamp/i.test(problem.message)) {
    const message = `The clocks of ${host} and of this machine are more than 15 minutes apart, so the shop refuses every call.`;
    return new AuthenticationError({ code: 'api.clock-skew', message, facts });
  }
  const wrongHome = /signature does not match/i.test(problem.message) ? ' Is the URL exactly the home URL of the shop?' : '';
  const message = `${host} refused the key of the agent: ${problem.message} (${problem.code}).${wrongHome}`;
  return new AuthenticationError({ code: 'connection.auth-failed', message, facts });
}

function redirected(call: Call, answer: HttpResponse): Error {
  const message = `${new URL(call.url).host} redirects to ${answer.headers['location'] ?? 'elsewhere'}; use the home URL of the shop.`;
  return new ConfigurationError({ code: 'connection.settings-invalid', message, facts: { status: answer.status } });
}

function notWordPress(call: Call, answer: HttpResponse): Error {
  if (answer.status === 429 || answer.status >= 500) return withCommitted(call, answer);
  const host = new URL(call.url).host;
  const message = `${host} answered with a web page instead of data (HTTP ${answer.status}); a firewall or plain permalinks may be the reason.`;
  const facts = { host, status: answer.status, start: answer.text.slice(0, 120) };
  return new TransientError({ code: 'connection.contract-broken', message, facts, committed: 'no' });
}

function withCommitted(call: Call, answer: HttpResponse): Error {
  const error = errorForStatus(call, answer);
  if (!(error instanceof TransientError) || call.method !== 'GET') return error;
  if (error.code === 'connection.rate-limited') return error;
  return new TransientError({ code: error.code, message: error.message, facts: error.facts, committed: 'no' });
}

/** Checks an answer of the shop against its documented shape; throws a ContractError that names the field. */
export function expectShape<T extends z.ZodType>(shape: T, given: unknown, what: string): z.output<T> {
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') || 'the answer';
  const message = `The shop's answer to ${what} is not as documented: ${field}: ${issue?.message ?? 'unreadable'}.`;
  throw new ContractError({ code: 'connection.contract-broken', message, facts: { what, field } });
}

/** True when WordPress refused with this error code. */
export function hasReason(error: unknown, ...reasons: string[]): boolean {
  return error instanceof CrossdockError && reasons.includes(String(error.facts['reason']));
}
