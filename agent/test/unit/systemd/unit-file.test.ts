import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const UNIT = new URL('../../../systemd/crossdock.service', import.meta.url).pathname;
const found = spawnSync('systemd-analyze', ['--version']).status === 0;

/** A wrong value is only a warning with exit code 0, so what counts is that nothing was said. */
function verify(file: string): string {
  return spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' }).stderr;
}

describe.skipIf(!found)('the systemd unit', () => {
  it('is taken by systemd without a word', () => {
    expect(verify(UNIT)).toBe('');
  });

  it('would not be if a setting had a wrong value', () => {
    const dir = mkdtempSync(join(tmpdir(), 'crossdock-unit-'));
    const file = join(dir, 'crossdock.service');
    writeFileSync(file, readFileSync(UNIT, 'utf8').replace('ProtectSystem=strict', 'ProtectSystem=very'));
    expect(verify(file)).toContain('ignoring: very');
    rmSync(dir, { recursive: true });
  });
});

describe('the hardening of the systemd unit', () => {
  it.each([
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'StateDirectory=crossdock',
    'LoadCredential=crossdock-key:',
    'MemoryMax=',
    'Restart=always',
  ])('keeps %s', (line) => {
    expect(readFileSync(UNIT, 'utf8')).toContain(`\n${line}`);
  });
});
