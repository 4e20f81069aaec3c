import { z } from 'zod';
import type { Option } from '../../connector/contract.ts';
import { parseRaw } from '../../connector/parse.ts';
import type { MappingKind } from '../../domain/mapping.ts';
import type { WmsClient } from './client.ts';

const TABLES: Partial<Record<MappingKind, string>> = {
  sku: 'items',
  location: 'warehouses',
  'shipping-method': 'services',
  carrier: 'carriers',
};
const Rows = z.object({ items: z.array(z.object({ code: z.string().min(1), name: z.string() })) });

/** Choices for a mapping table; null for tables that the warehouse does not keep. */
export async function readOptions(client: WmsClient, kind: MappingKind, search: string): Promise<readonly Option[] | null> {
  const table = TABLES[kind];
  if (table === undefined) return null;
  const raw = await client.get(`/${table}`, { search: search === '' ? null : search, limit: '100' });
  return parseRaw(Rows, raw, `The warehouse's list of ${table}`).items.map(({ code, name }) => ({ value: code, label: name }));
}
