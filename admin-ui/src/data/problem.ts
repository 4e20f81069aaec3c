import { __ } from '@wordpress/i18n';

/** Why a call failed: `code` is stable, `message` is for people. */
export interface Problem {
  readonly code: string;
  readonly message: string;
}

const SHOP_SILENT = new Set(['fetch_error', 'offline_error', 'invalid_json', 'crossdock_timeout']);
const SESSION_ENDED = new Set(['rest_cookie_invalid_nonce', 'rest_not_logged_in', 'rest_forbidden']);

export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof DOMException && thrown.name === 'AbortError') {
    return { code: 'crossdock_timeout', message: __('The shop did not answer in time.', 'crossdock') };
  }
  const { code, message } = fields(thrown);
  if (SESSION_ENDED.has(code)) {
    return { code, message: __('Your session has ended or you may not see this. Reload the page and log in again.', 'crossdock') };
  }
  return { code, message: message || __('Something went wrong. Reload the page; if it stays, see the log of the shop.', 'crossdock') };
}

function fields(thrown: unknown): Problem {
  if (typeof thrown !== 'object' || thrown === null) return { code: 'crossdock_unknown', message: '' };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'crossdock_unknown';
  const message = 'message' in thrown && typeof thrown.message === 'string' ? thrown.message : '';
  return { code, message };
}

/** Who does not answer at all, or null when somebody answered, if only with an error. */
export function silentParty(problem: Problem): 'agent' | 'shop' | null {
  if (problem.code === 'crossdock_agent_down') return 'agent';
  return SHOP_SILENT.has(problem.code) ? 'shop' : null;
}

export function isConflict(problem: Problem): boolean {
  return problem.code === 'api.conflict';
}
