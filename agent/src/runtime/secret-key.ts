import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../errors/errors.ts';

/** Where the key lies: the file that CROSSDOCK_KEY_FILE names, else systemd's credential "crossdock-key", else our own beside the data. */
function keyFile(dataDir: string): { file: string; ours: boolean } {
  const named = process.env['CROSSDOCK_KEY_FILE'];
  if (named) return { file: named, ours: false };
  const credentials = process.env['CREDENTIALS_DIRECTORY'];
  const credential = credentials ? join(credentials, 'crossdock-key') : null;
  if (credential && existsSync(credential)) return { file: credential, ours: false };
  return { file: join(dataDir, 'secret.key'), ours: true };
}

/** The key of the secret store; throws ConfigurationError `config.key-wrong` when it is missing or is no key. */
export function readKey(dataDir: string): Buffer {
  const { file } = keyFile(dataDir);
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (cause) {
    throw wrong(`The key file ${file} cannot be read.`, cause);
  }
  const key = decodeKey(content);
  if (!key) throw wrong(`${file} holds no key: it must be 32 bytes, raw or as 64 hexadecimal digits or base64.`);
  return key;
}

/** The key for a store that is empty yet: made beside the data unless one is given. */
export function createKey(dataDir: string): Buffer {
  const { file, ours } = keyFile(dataDir);
  if (ours && !existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  }
  return readKey(dataDir);
}

function decodeKey(content: Buffer): Buffer | null {
  if (content.length === 32) return content;
  const text = content.toString('utf8').trim();
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  return key.length === 32 ? key : null;
}

function wrong(message: string, cause?: unknown): ConfigurationError {
  return new ConfigurationError({ code: 'config.key-wrong', message, cause });
}
