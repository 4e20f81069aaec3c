import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelId, lookupId, Mapping, MappingKind } from '../../../src/domain/mapping.ts';
import { ConnectionId } from '../../../src/domain/reference.ts';

const ERP = ConnectionId.parse('erp');
const key = fc.record({
  kind: fc.constantFrom(...MappingKind.options),
  connection: fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/).map((id) => ConnectionId.parse(id)),
  key: fc.string({ minLength: 1, maxLength: 20 }),
});

describe('a lookup key', () => {
  it('has the form that ledgers hold', () => {
    expect(lookupId({ kind: 'sku', connection: ERP, key: 'MUG-01' })).toBe('sku|erp|MUG-01');
    expect(labelId({ kind: 'carrier', connection: ERP, key: 'dhl' })).toBe('carrier|erp|dhl#label');
  });

  it('shares its text with no other key', () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        const same = a.kind === b.kind && a.connection === b.connection && a.key === b.key;
        expect(lookupId(a) === lookupId(b)).toBe(same);
      }),
    );
    expect(lookupId({ kind: 'sku', connection: ERP, key: 'a|b' })).not.toBe(lookupId({ kind: 'sku', connection: ERP, key: 'a' }));
  });
});

it.each([
  ['an unknown table', { kind: 'colour' }],
  ['an empty key', { key: '' }],
  ['an empty value', { value: '' }],
  ['a value longer than 200 characters', { value: 'x'.repeat(201) }],
  ['a connection that is no name', { connection: 'ERP!' }],
])('a mapping with %s is refused', (_what, wrong) => {
  const row = { kind: 'sku', connection: 'erp', key: 'MUG-01', value: 'ITEM-1', label: '' };
  expect(Mapping.safeParse(row).success).toBe(true);
  expect(Mapping.safeParse({ ...row, ...wrong }).success).toBe(false);
});
