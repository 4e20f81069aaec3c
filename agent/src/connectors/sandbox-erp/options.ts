import { z } from 'zod';
import type { Option } from '../../connector/contract.ts';
import { parseRaw } from '../../connector/parse.ts';
import type { MappingKind } from '../../domain/mapping.ts';
import type { ErpClient } from './client.ts';

const TABLES: Partial<Record<MappingKind, string>> = { sku: 'items', location: 'warehouses', tax: 'taxes', carrier: 'carriers' };
const Rows = z.object({ items: z.array(z.object({ code: z.string().min(1), name: z.string() })) });

/** Choices for a mapping table; null for tables that the ERP does not keep. */
export async function readOptions(client: ErpClient, kind: MappingKind, search: string): Promise<readonly Option[] | null> {
  const table = TABLES[kind];
  if (table === undefined) return null;
  const raw = await client.get(`/${table}`, { search: search === '' ? null : search, limit: '100' });
  return parseRaw(Rows, raw, `The ERP's list of ${table}`).items.map(({ code, name }) => ({ value: code, label: name }));
}
