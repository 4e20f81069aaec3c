import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ConnectionId } from '../domain/reference.ts';
import { ConfigurationError } from '../errors/errors.ts';
import { OrderPolicy } from '../ledgers/order/policy.ts';
import { unknownKeysInWords } from './unknown-keys.ts';

/** How hard one connection may be worked. */
const Limits = z.object({
  concurrency: z.number().int().min(1).max(64).default(6).describe('Calls at the same time.'),
  perSecond: z.number().positive().nullable().default(null).describe('Calls started per second; null means no limit.'),
  batch: z.number().int().min(1).max(200).default(50).describe('Documents written in one batch at most.'),
});

const ConnectionConfig = z.object({
  connector: z.string().describe('Which connector; all of them are listed below.'),
  settings: z.record(z.string(), z.unknown()).describe('The settings of that connector; a secret is written as {"$secret": "name"}.'),
  limits: Limits.prefault({}).describe('How hard this connection may be worked.'),
  timeoutMs: z.number().int().min(100).default(30_000).describe('How long one call may take.'),
  pollSeconds: z
    .number()
    .min(0.05)
    .default(15)
    .describe('Seconds between two polls of each document kind; hints and the doorbell come at once all the same.'),
  sweepSeconds: z.number().min(1).default(300).describe('Seconds between two sweeps of a store whose feed normally tells us everything.'),
  paused: z.boolean().default(false).describe('A paused connection is neither read nor written.'),
});
export type ConnectionConfig = z.infer<typeof ConnectionConfig>;

/** The whole configuration file. */
export const Config = z.object({
  dataDir: z.string().default('./data').describe('Where the database, the secrets and the key lie; relative to the file.'),
  api: z
    .object({ host: z.string().default('127.0.0.1'), port: z.number().int().min(0).max(65_535).default(8710) })
    .prefault({})
    .describe("The agent's own address, loopback only unless a proxy stands before it."),
  mode: z.enum(['live', 'shadow']).default('shadow').describe('`shadow` makes and shows all plans but writes to nobody.'),
  log: z
    .object({ level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('What is logged, at least.') })
    .prefault({}),
  connections: z.record(ConnectionId, ConnectionConfig),
  orders: OrderPolicy.describe('What the merchant decides about orders.'),
  delivery: z
    .object({
      deadlineMinutes: z.number().positive().default(60).describe('How long a write is tried before a person is told.'),
      backoffMs: z
        .number()
        .positive()
        .default(1000)
        .describe('First pause after a failure; doubles up to `maxBackoffSeconds`, with jitter.'),
      maxBackoffSeconds: z.number().positive().default(300).describe('Longest pause between two attempts.'),
    })
    .prefault({}),
  retention: z
    .object({
      payloadDays: z
        .number()
        .int()
        .min(1)
        .default(90)
        .describe('How long raw documents are kept after they were read; they hold personal data.'),
      closedExceptionDays: z.number().int().min(1).default(365).describe('How long closed exceptions stay in the list.'),
    })
    .prefault({}),
  unknownOrderMinutes: z
    .number()
    .positive()
    .default(15)
    .describe('How long a document about an unknown order waits for it before a person is told.'),
  foreignReferences: z
    .enum(['report', 'ignore'])
    .default('report')
    .describe(
      'What a warehouse ships or receives under references that we never gave: an exception, or nothing where it also works for other channels.',
    ),
  slaMinutes: z.number().positive().default(10).describe('A paid order younger than this need not be in the ERP yet.'),
});
export type Config = z.infer<typeof Config>;

/** Checks a configuration value; throws ConfigurationError `config.invalid` that names each wrong or unknown setting. */
export function parseConfig(value: unknown): Config {
  const parsed = Config.safeParse(value);
  const unknown = unknownKeysInWords(Config, value);
  if (parsed.success && unknown.length === 0) return parsed.data;
  const wrong = parsed.error?.issues.map((issue) => `${issue.path.join('.') || '(file)'}: ${issue.message}`) ?? [];
  const issues = [...wrong, ...unknown];
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
