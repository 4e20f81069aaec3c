import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from '../errors/errors.ts';
import { createKey, readKey } from './secret-key.ts';

/** What the agent must know but nobody else: stored encrypted, read anew each time so that a change counts at once. */
export interface Secrets {
  /** The secret, or null when none is stored under this name. */
  get(name: string): string | null;
  set(name: string, value: string): void;
  /** False when there was none. */
  remove(name: string): boolean;
  names(): string[];
}

const Entry = z.object({ iv: z.base64(), tag: z.base64(), data: z.base64() });
const SecretFile = z.object({ schema: z.literal(1), entries: z.record(z.string(), Entry) });
type Entries = z.infer<typeof SecretFile>['entries'];

const NAME = /^[A-Za-z][A-Za-z0-9._-]{0,99}$/;

/** Opens the secret store of a data folder; the file and its key are made with the first secret. */
export function openSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.enc');
  return {
    get(name) {
      const entries = readEntries(file);
      const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
      return entry ? decrypt(readKey(dataDir), name, entry) : null;
    },
    set(name, value) {
      if (!NAME.test(name)) throw invalid(`"${name}" cannot name a secret: use letters, digits, dots, dashes and underscores.`);
      const entries = readEntries(file);
      const key = Object.keys(entries).length === 0 ? createKey(dataDir) : readKey(dataDir);
      writeEntries(dataDir, file, { ...entries, [name]: encrypt(key, name, value) });
    },
    remove(name) {
      const { [name]: removed, ...rest } = readEntries(file);
      if (removed) writeEntries(dataDir, file, rest);
      return removed !== undefined;
    },
    names: () => Object.keys(readEntries(file)).sort(),
  };
}

/** Puts stored secrets in place of every {"$secret": "name"}, at any depth; throws ConfigurationError `config.secret-missing` that names the first one that is not stored. */
export function resolveSecrets<T>(settings: T, secrets: Pick<Secrets, 'get'>): T {
  return resolveValue(settings, secrets) as T;
}

function resolveValue(value: unknown, secrets: Pick<Secrets, 'get'>): unknown {
  if (Array.isArray(value)) return value.map((member) => resolveValue(member, secrets));
  if (value === null || typeof value !== 'object') return value;
  if ('$secret' in value && typeof value.$secret === 'string') return secretNamed(value.$secret, secrets);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolveValue(member, secrets)]));
}

function secretNamed(name: string, secrets: Pick<Secrets, 'get'>): string {
  const found = secrets.get(name);
  if (found !== null) return found;
  throw new ConfigurationError({
    code: 'config.secret-missing',
    message: `The secret "${name}" is not stored. Store it with: crossdock secret set ${name}`,
    facts: { name },
  });
}

function readEntries(file: string): Entries {
  if (!existsSync(file)) return {};
  try {
    return SecretFile.parse(JSON.parse(readFileSync(file, 'utf8'))).entries;
  } catch (cause) {
    throw invalid(`The secret store ${file} is damaged. Restore it from a backup, or delete it and store the secrets again.`, cause);
  }
}

/** A whole new file takes the place of the old one, so that a crash leaves either and never half of one. */
function writeEntries(dataDir: string, file: string, entries: Entries): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const fresh = `${file}.${process.pid}.new`;
  writeFileSync(fresh, `${JSON.stringify({ schema: 1, entries }, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(fresh, file);
}

/** The name is authenticated too: an entry that is moved to another name does not open. */
function encrypt(key: Buffer, name: string, value: string): z.infer<typeof Entry> {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name));
  const data = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return { iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), data: data.toString('base64') };
}

function decrypt(key: Buffer, name: string, entry: z.infer<typeof Entry>): string {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(entry.iv, 'base64'), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(name)).setAuthTag(Buffer.from(entry.tag, 'base64'));
    return decipher.update(entry.data, 'base64', 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new ConfigurationError({
      code: 'config.key-wrong',
      message: `The secret "${name}" cannot be opened: the key is not the one it was stored with, or the file was changed.`,
      facts: { name },
      cause,
    });
  }
}

function invalid(message: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError({ code: 'config.invalid', message, cause });
}
