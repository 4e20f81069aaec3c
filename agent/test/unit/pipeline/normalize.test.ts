import { describe, expect, it } from 'vitest';
import type { InboundDocument } from '../../../src/domain/inbound.ts';
import { ContractError } from '../../../src/errors/errors.ts';
import { normalize } from '../../../src/pipeline/normalize.ts';
import { order, SHOP } from '../../support/orders.ts';

const payload = (raw: unknown) => JSON.stringify({ version: '3', raw });
/** A mapper that takes the raw document for the canonical one. */
const asIs = { toCanonical: ({ raw }: { raw: unknown }) => raw as InboundDocument };

describe('a stored document', () => {
  it('becomes a canonical one', () => {
    expect(normalize(asIs, '1001', payload(order()), SHOP)).toEqual({ kind: 'document', document: order() });
  });

  it('reaches the mapper as the party sent it, with its id, its version and where it came from', () => {
    const seen: unknown[] = [];
    const mapper = {
      toCanonical: (...given: unknown[]) => {
        seen.push(...given);
        return order();
      },
    };
    normalize(mapper, '1001', payload({ a: 1 }), SHOP);
    expect(seen).toEqual([{ id: '1001', version: '3', raw: { a: 1 } }, SHOP]);
  });

  it.each([
    ['a wrong amount', { ...order(), total: { minor: 1.5, currency: 'EUR' } }, 'total.minor: '],
    ['a missing part deep inside', { ...order(), lines: [{ ...order().lines[0], sku: undefined }] }, 'lines.0.sku: '],
    ['an unknown kind', { kind: 'parcel' }, 'kind: '],
    ['nothing at all', undefined, 'document: '],
  ])('with %s is unreadable, and the field is named', (_what, raw, field) => {
    const result = normalize(asIs, '1001', payload(raw), SHOP);
    if (result.kind !== 'unreadable') throw new Error('it was read');
    expect(result.error).toBeInstanceOf(ContractError);
    expect(result.error.code).toBe('document.unreadable');
    expect(result.error.message).toContain(`Document 1001 cannot be read (${field}`);
  });

  it('that the mapper cannot read keeps the words of the mapper', () => {
    const error = new ContractError({ code: 'connection.contract-broken', message: 'The order has no currency.' });
    const mapper = {
      toCanonical: () => {
        throw error;
      },
    };
    expect(normalize(mapper, '1001', payload({}), SHOP)).toEqual({ kind: 'unreadable', error });
  });

  it.each([
    ['over which the mapper stumbles', payload(null), { toCanonical: ({ raw }: { raw: unknown }) => (raw as InboundDocument[])[0]! }],
    ['that is not JSON', '{"broken', asIs],
    ['that was emptied', '', asIs],
  ])('%s is unreadable too and not thrown', (_what, text, mapper) => {
    const result = normalize(mapper, '1001', text, SHOP);
    expect(result).toMatchObject({ kind: 'unreadable', error: { code: 'document.unreadable', cause: expect.any(Error) } });
  });
});
