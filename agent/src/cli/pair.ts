import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { createHttp } from '../connector/http.ts';
import { pairShop } from '../connectors/woocommerce/pair.ts';
import { ConnectionId } from '../domain/reference.ts';
import { ConfigurationError } from '../errors/errors.ts';
import { parseConfig } from '../runtime/config.ts';
import { openSecrets } from '../runtime/secrets.ts';
import { VERSION } from '../runtime/version.ts';
import { agentUrl } from './ask-agent.ts';
import type { Outcome } from './outcome.ts';

const RawConfig = z.looseObject({
  connections: z.record(z.string(), z.looseObject({ settings: z.record(z.string(), z.unknown()).default({}) })).default({}),
});
type RawConfig = z.infer<typeof RawConfig>;

/** Begins in shadow mode: nothing moves until somebody asks for it. */
const STARTER: RawConfig = { mode: 'shadow', connections: {}, orders: { erp: 'erp', wms: 'wms' } };

/** `crossdock pair`: exchanges the one-time code for keys, stores them, and writes the connection into the configuration file. */
export async function pair(file: string, url: string, code: string, options: Readonly<Record<string, unknown>>): Promise<Outcome> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw wrong(`"${url}" is not the address of a shop, like https://shop.example`);
  const id = ConnectionId.safeParse(options['connection'] ?? 'shop');
  if (!id.success) throw wrong('The name of a connection is lower-case letters, digits and dashes.');
  const raw = readRaw(file);
  const config = parseConfig(raw);
  const dial = typeof options['dial'] === 'string' ? { dial: options['dial'] } : {};
  const reachedAt = typeof options['agentUrl'] === 'string' ? options['agentUrl'] : agentUrl({ config });
  const answer = await exchange({ url, code, agentUrl: reachedAt, version: VERSION, ...dial });
  const secrets = openSecrets(resolve(dirname(file), config.dataDir));
  secrets.set(`${id.data}.consumerKey`, answer.consumer_key);
  secrets.set(`${id.data}.consumerSecret`, answer.consumer_secret);
  secrets.set(`${id.data}.sharedSecret`, answer.shared_secret);
  const created = !existsSync(file);
  writeRaw(file, withConnection(raw, id.data, { url: answer.site.home_url, ...dial }));
  const missing = [config.orders.erp, config.orders.wms].filter((name) => !Object.hasOwn(config.connections, name));
  return {
    exit: 0,
    json: { paired: true, connection: id.data, site: answer.site, configFile: file, created, missing },
    text: nextSteps(answer.site.name, answer.site.home_url, file, created, missing, config.mode),
  };
}

async function exchange(pairing: { url: string; code: string; agentUrl: string; version: string; dial?: string }) {
  const http = createHttp({ limit: (call) => call(), timeoutMs: 30_000, signal: new AbortController().signal });
  try {
    return await pairShop({ ...pairing, http });
  } finally {
    await http.close();
  }
}

function readRaw(file: string): RawConfig {
  if (!existsSync(file)) return STARTER;
  try {
    return RawConfig.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw wrong(`${file} is not a configuration in JSON.`, cause);
  }
}

/** Only the address and the names of the secrets are new; all else that somebody set stays. */
function withConnection(raw: RawConfig, id: string, settings: Readonly<Record<string, string>>): RawConfig {
  const before = raw.connections[id];
  const secret = (name: string): { $secret: string } => ({ $secret: `${id}.${name}` });
  const keys = { consumerKey: secret('consumerKey'), consumerSecret: secret('consumerSecret'), sharedSecret: secret('sharedSecret') };
  const connection = { ...before, connector: 'woocommerce', settings: { ...before?.settings, ...settings, ...keys } };
  return { ...raw, connections: { ...raw.connections, [id]: connection } };
}

function writeRaw(file: string, raw: RawConfig): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(raw, null, 2)}\n`, { mode: 0o640, flush: true });
  renameSync(`${file}.new`, file);
}

function nextSteps(name: string, url: string, file: string, created: boolean, missing: readonly string[], mode: string): string {
  const steps = [
    ...missing.map((id) => `Add the connection "${id}" to ${file}; "crossdock config" lists every setting.`),
    'Try everything: crossdock check',
    'Start, or restart, the agent: crossdock run',
    ...(mode === 'shadow' ? ['It is in shadow mode: plans are shown, nothing is sent. When they look right, set "mode": "live".'] : []),
  ];
  const head = `Paired with ${name} (${url}). The keys are stored; ${created ? `${file} was created` : `${file} was updated`}.`;
  return [head, '', 'Next:', ...steps.map((step, at) => `  ${at + 1}. ${step}`)].join('\n');
}

function wrong(message: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError({ code: 'config.invalid', message, cause });
}
