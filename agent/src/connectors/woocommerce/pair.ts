import { z } from 'zod';
import type { Http, HttpRequest } from '../../connector/http.ts';
import { ConfigurationError, RateLimitedError, RejectedError } from '../../errors/errors.ts';
import { Site } from './check.ts';
import { expectShape, readProblem, shopError } from './errors.ts';

const PairAnswer = z.object({ consumer_key: z.string(), consumer_secret: z.string(), shared_secret: z.string(), site: Site });
/** What the shop hands out once: the key for our calls, the secret for its own, and who it is. */
export type PairAnswer = z.output<typeof PairAnswer>;

/** What pairing needs: the shop's home URL, the one-time code shown there, and where the shop will reach the agent. */
export interface Pairing {
  readonly url: string;
  readonly code: string;
  readonly agentUrl: string;
  readonly version: string;
  readonly http: Http;
  readonly dial?: string;
}

/** Exchanges a one-time code for keys; throws RejectedError `pair.code-invalid` when the code is wrong, used or too old. The caller keeps `site.home_url` as the connection's URL, because OAuth signs exactly that one. */
export async function pairShop({ url, code, agentUrl, version, http, dial }: Pairing): Promise<PairAnswer> {
  const call: HttpRequest = {
    method: 'POST',
    url: `${url.replace(/\/+$/, '')}/wp-json/wc-crossdock/v1/pair`,
    json: { code, agent_url: agentUrl, agent_version: version },
    ...(dial === undefined ? {} : { dial }),
  };
  const answer = await http.send(call);
  if (answer.status >= 300) throw pairError(call, answer);
  if (readJson(answer.text) === undefined) {
    const message = `${new URL(url).host} answered the pairing with a web page. Check the URL, and that permalinks are not "plain".`;
    throw new ConfigurationError({ code: 'connection.settings-invalid', message });
  }
  return expectShape(PairAnswer, readJson(answer.text), 'POST pair');
}

function pairError(call: HttpRequest, answer: { status: number; text: string; headers: Readonly<Record<string, string>> }): Error {
  const host = new URL(call.url).host;
  const problem = readProblem(answer.text);
  if (problem?.code === 'rest_no_route' || (problem === null && answer.status === 404)) {
    const message = `${host} does not know Crossdock: install and activate the plugin there, and check that permalinks are not "plain".`;
    return new ConfigurationError({ code: 'connection.settings-invalid', message });
  }
  if (problem?.code === 'crossdock_agent_url_invalid') {
    return new ConfigurationError({ code: 'connection.settings-invalid', message: `${host}: ${problem.message}` });
  }
  const general = shopError(call, answer);
  // Too many wrong codes answer 429, but waiting does not help: the code is dead.
  if (problem?.code.startsWith('crossdock_code_')) return codeRefused(host, problem.message);
  if (problem === null || answer.status >= 500 || general instanceof RateLimitedError) return general;
  return codeRefused(host, problem.message);
}

function codeRefused(host: string, reason: string): RejectedError {
  const message = `${host} did not accept the code: ${reason || 'it is wrong, used, or older than ten minutes.'}`;
  return new RejectedError({ code: 'pair.code-invalid', message, facts: { host } });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
