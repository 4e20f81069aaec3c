import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, fingerprint } from '../../../src/domain/fingerprint.ts';

/** The same value with the keys of all its objects the other way round. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, turned(member)]),
  );
}

describe('a fingerprint', () => {
  it('is the same whatever the order of the keys, at any depth', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(fingerprint(turned(value))).toBe(fingerprint(value));
      }),
    );
    expect(fingerprint({ a: 1, b: { c: 2, d: 3 } })).toBe(fingerprint({ b: { d: 3, c: 2 }, a: 1 }));
  });

  it('is made of JSON that says the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.parse(canonicalJson(JSON.parse(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['the order of a list', [1, 2], [2, 1]],
    ['a number and its text', { a: 1 }, { a: '1' }],
    ['null and an absent member', { a: null }, {}],
    ['a value', { a: 1 }, { a: 2 }],
    ['a key', { a: 1 }, { b: 1 }],
    ['where a member stands', { a: { b: 1 } }, { a: {}, b: 1 }],
    ['an empty list and an empty object', [], {}],
  ])('differs by %s', (_what, one, other) => {
    expect(fingerprint(one)).not.toBe(fingerprint(other));
  });

  it('does not see members that are undefined', () => {
    expect(fingerprint({ a: 1, b: undefined })).toBe(fingerprint({ a: 1 }));
    expect(canonicalJson([undefined])).toBe('[null]');
  });

  it('is short and stays the same for ever, because the books hold it', () => {
    expect(fingerprint({ b: [1, 'ü'], a: null })).toMatch(/^[\w-]{22}$/);
    expect(canonicalJson({ b: [1, 'ü'], a: null })).toBe('{"a":null,"b":[1,"ü"]}');
  });
});
