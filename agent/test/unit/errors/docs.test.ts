import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorsPage } from '../../../../scripts/docs-errors.ts';
import { CODES } from '../../../src/errors/codes.ts';

const page = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8');
const documented = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '');

describe('docs/errors.md', () => {
  it('documents every code, once', () => {
    const missing = Object.keys(CODES).filter((code) => !documented.includes(code));
    expect(missing).toEqual([]);
    expect(documented).toHaveLength(new Set(documented).size);
  });

  it('documents no code that does not exist', () => {
    expect(documented.filter((code) => !Object.hasOwn(CODES, code))).toEqual([]);
  });

  it('says the same as the code table; run: node scripts/docs-errors.ts', () => {
    expect(page).toBe(errorsPage());
  });
});

describe('the code table', () => {
  it.each(Object.entries(CODES))('speaks in whole sentences: %s', (code, entry) => {
    expect(code).toMatch(/^[a-z]+\.[a-z-]+$/);
    expect(entry.meaning).toMatch(/^[A-Z].*\.$/);
    expect(entry.cure).toMatch(/^[A-Z].*\.$/);
    expect(entry.title).toMatch(/^[A-Z].*[^.]$/);
  });
});
