import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSecrets, resolveSecrets } from '../../../src/runtime/secrets.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'crossdock-secrets-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true });
});

const stored = (): string => readFileSync(join(dir, 'secrets.enc'), 'utf8');
const mode = (file: string): number => statSync(join(dir, file)).mode & 0o777;

describe('the secret store', () => {
  it('gives back what was stored, also to the next process, and forgets what was removed', () => {
    openSecrets(dir).set('shop.consumerKey', 'ck_ünïcode');
    openSecrets(dir).set('erp.password', 'pw');
    const secrets = openSecrets(dir);
    expect(secrets.get('shop.consumerKey')).toBe('ck_ünïcode');
    expect(secrets.names()).toEqual(['erp.password', 'shop.consumerKey']);
    expect(secrets.remove('erp.password')).toBe(true);
    expect(secrets.remove('erp.password')).toBe(false);
    expect(secrets.get('erp.password')).toBeNull();
    expect(secrets.get('constructor')).toBeNull();
  });

  it('cannot be read on the disk, in no encoding, and differs each time', () => {
    const value = 'a-rather-long-password';
    openSecrets(dir).set('erp.password', value);
    const first = stored();
    for (const encoding of ['utf8', 'base64', 'hex'] as const)
      expect(first).not.toContain(Buffer.from(value).toString(encoding).slice(0, 12));
    openSecrets(dir).set('erp.password', value);
    expect(stored()).not.toBe(first);
  });

  it('keeps file and key to their owner', () => {
    openSecrets(dir).set('a', 'b');
    expect([mode('secrets.enc'), mode('secret.key')]).toEqual([0o600, 0o600]);
  });

  it('refuses an entry that was changed or moved to another name', () => {
    const secrets = openSecrets(dir);
    secrets.set('cheap', 'cheap value');
    secrets.set('dear', 'dear value');
    const file = JSON.parse(stored());
    writeFileSync(join(dir, 'secrets.enc'), JSON.stringify({ ...file, entries: { ...file.entries, cheap: file.entries.dear } }));
    expect(() => secrets.get('cheap')).toThrow(expect.objectContaining({ code: 'config.key-wrong' }));
  });

  it('says so when the key is another one, is missing or is none', () => {
    const secrets = openSecrets(dir);
    secrets.set('a', 'b');
    writeFileSync(join(dir, 'secret.key'), Buffer.alloc(32, 1));
    expect(() => secrets.get('a')).toThrow(expect.objectContaining({ code: 'config.key-wrong' }));
    writeFileSync(join(dir, 'secret.key'), 'too short');
    expect(() => secrets.get('a')).toThrow(/holds no key/);
    rmSync(join(dir, 'secret.key'));
    expect(() => secrets.get('a')).toThrow(/cannot be read/);
    // Nothing may be stored under a new key beside entries of the lost one.
    expect(() => secrets.set('c', 'd')).toThrow(expect.objectContaining({ code: 'config.key-wrong' }));
  });

  it('says so when the file is damaged, and does not write over it', () => {
    writeFileSync(join(dir, 'secrets.enc'), '{"schema":1,');
    expect(() => openSecrets(dir).set('a', 'b')).toThrow(/damaged/);
    expect(stored()).toBe('{"schema":1,');
  });

  it.each(['CROSSDOCK_KEY_FILE', 'CREDENTIALS_DIRECTORY'])('takes its key from %s when that is given', (name) => {
    const file = join(dir, 'crossdock-key');
    writeFileSync(file, `${'ab'.repeat(32)}\n`);
    vi.stubEnv(name, name === 'CROSSDOCK_KEY_FILE' ? file : dir);
    openSecrets(dir).set('a', 'b');
    expect(openSecrets(dir).get('a')).toBe('b');
    expect(() => mode('secret.key')).toThrow();
    vi.unstubAllEnvs();
    expect(() => openSecrets(dir).get('a')).toThrow(expect.objectContaining({ code: 'config.key-wrong' }));
  });

  it.each(['', '../up', 'a b', '__proto__'])('refuses %j as a name', (name) => {
    expect(() => openSecrets(dir).set(name, 'x')).toThrow(expect.objectContaining({ code: 'config.invalid' }));
  });
});

describe('settings that name secrets', () => {
  it('get them at any depth and stay as they are otherwise', () => {
    const secrets = openSecrets(dir);
    secrets.set('erp.password', 'pw');
    const settings = { url: 'http://erp', deep: [{ password: { $secret: 'erp.password' } }], none: null, n: 3 };
    expect(resolveSecrets(settings, secrets)).toEqual({ url: 'http://erp', deep: [{ password: 'pw' }], none: null, n: 3 });
  });

  it('name the secret that is not stored', () => {
    expect(() => resolveSecrets({ password: { $secret: 'erp.password' } }, openSecrets(dir))).toThrow(
      expect.objectContaining({ code: 'config.secret-missing', message: expect.stringContaining('crossdock secret set erp.password') }),
    );
  });
});
