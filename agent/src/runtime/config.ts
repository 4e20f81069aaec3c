import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ConnectionId } from '../domain/reference.ts';
import { ConfigurationError } from '../errors/errors.ts';
import { OrderPolicy } from '../ledgers/order/policy.ts';

/** How hard one connection may be worked. */
const Limits = z.object({
  /** Calls at the same time. */
  concurrency: z.number().int().min(1).max(64).default(6),
  /** Calls started per second; null means no limit. */
  perSecond: z.number().positive().nullable().default(null),
  /** Documents written in one batch at most. */
  batch: z.number().int().min(1).max(200).default(50),
});

const ConnectionConfig = z.object({
  /** Which connector: woocommerce, tryton, sandbox-erp, sandbox-wms. */
  connector: z.string(),
  /** The connector's own settings; a secret is written as {"$secret": "name"}. */
  settings: z.record(z.string(), z.unknown()),
  limits: Limits.prefault({}),
  /** How long one call may take. */
  timeoutMs: z.number().int().min(100).default(30_000),
  /** Seconds between two polls of each document kind; hints and the doorbell come at once all the same. */
  pollSeconds: z.number().min(0.05).default(15),
  /** Seconds between two sweeps of a store whose feed normally tells us everything. */
  sweepSeconds: z.number().min(1).default(300),
  /** A paused connection is neither read nor written. */
  paused: z.boolean().default(false),
});
export type ConnectionConfig = z.infer<typeof ConnectionConfig>;

/** The whole configuration file. */
export const Config = z.object({
  /** Where the database, the secrets and the key lie; relative to the file. */
  dataDir: z.string().default('./data'),
  /** The agent's own address, loopback only unless a proxy stands before it. */
  api: z.object({ host: z.string().default('127.0.0.1'), port: z.number().int().min(0).max(65_535).default(8710) }).prefault({}),
  /** `shadow` makes and shows all plans but writes to nobody. */
  mode: z.enum(['live', 'shadow']).default('shadow'),
  log: z.object({ level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info') }).prefault({}),
  connections: z.record(ConnectionId, ConnectionConfig),
  /** What the merchant decides about orders. */
  orders: OrderPolicy,
  delivery: z
    .object({
      /** How long a write is tried before a person is told. */
      deadlineMinutes: z.number().positive().default(60),
      /** First pause after a failure; doubles up to `maxBackoffSeconds`, with jitter. */
      backoffMs: z.number().positive().default(1000),
      maxBackoffSeconds: z.number().positive().default(300),
    })
    .prefault({}),
  /** How long a document about an unknown order waits for it before a person is told. */
  unknownOrderMinutes: z.number().positive().default(15),
  /** A paid order younger than this need not be in the ERP yet. */
  slaMinutes: z.number().positive().default(10),
});
export type Config = z.infer<typeof Config>;

/** Checks a configuration value; throws ConfigurationError `config.invalid` that names each wrong setting. */
export function parseConfig(value: unknown): Config {
  const parsed = Config.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(file)'}: ${issue.message}`);
  throw new ConfigurationError({ code: 'config.invalid', message: `The configuration is not valid. ${issues.join('; ')}` });
}

/** Reads and checks the configuration file; `dataDir` comes back absolute. */
export function loadConfig(file: string): Config {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError({ code: 'config.invalid', message: `The configuration file ${file} cannot be read.`, cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ConfigurationError({
      code: 'config.invalid',
      message: `${file} is not JSON: ${cause instanceof Error ? cause.message : ''}`,
      cause,
    });
  }
  const config = parseConfig(value);
  return { ...config, dataDir: resolve(dirname(file), config.dataDir) };
}
