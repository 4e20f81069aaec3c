import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathId } from '../../../../src/connectors/woocommerce/path-id.ts';

describe('an id in a path', () => {
  it('is left alone when it is plain, and escaped without percent signs when it is not', () => {
    expect(pathId('SHP-1001.2_a')).toBe('SHP-1001.2_a');
    expect(pathId('SHP/1 é~')).toBe('SHP~2f1~20~c3~a9~7e');
  });

  it('stays short and is never a relative path', () => {
    for (const id of ['x'.repeat(500), '..', '.']) expect(pathId(id)).toMatch(/^~~[0-9a-f]{64}$/);
  });

  it('is different for different ids and needs no encoding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(pathId(a) === pathId(b)).toBe(a === b);
        expect(encodeURIComponent(pathId(a))).toBe(pathId(a));
      }),
    );
  });
});
