import { z } from 'zod';
import type { Option } from '../../connector/contract.ts';
import type { MappingKind } from '../../domain/mapping.ts';
import type { Erp } from './erp.ts';

const LIMIT = 100;
const Product = z.object({ code: z.string().nullable(), name: z.string() });
const Warehouse = z.object({ id: z.number(), code: z.string().nullable(), name: z.string() });
const Tax = z.object({ id: z.number(), name: z.string() });
const Carrier = z.object({ id: z.number(), rec_name: z.string() });

const CUT = { limit: LIMIT };

/** Tryton's own codes for the mapping screens; null for tables that Tryton takes no part in. */
export async function listOptions(erp: Erp, kind: MappingKind, search: string): Promise<Option[] | null> {
  const like = `%${search.trim()}%`;
  switch (kind) {
    case 'sku':
      return products(erp, like);
    case 'location':
      return warehouses(erp, like);
    case 'tax':
      return taxes(erp, like);
    case 'carrier': {
      const carriers = await erp.search('carrier', [['rec_name', 'ilike', like]], Carrier, CUT);
      return carriers.map(({ id, rec_name: label }) => ({ value: String(id), label }));
    }
    default:
      return null;
  }
}

async function products(erp: Erp, like: string): Promise<Option[]> {
  const domain = [
    ['salable', '=', true],
    ['code', '!=', null],
    ['OR', ['code', 'ilike', like], ['name', 'ilike', like]],
  ];
  const found = await erp.search('product.product', domain, Product, { ...CUT, order: [['code', 'ASC']] });
  return found.flatMap(({ code, name }) => (code === null || code === '' ? [] : [{ value: code, label: name }]));
}

async function warehouses(erp: Erp, like: string): Promise<Option[]> {
  const found = await erp.search(
    'stock.location',
    [
      ['type', '=', 'warehouse'],
      ['rec_name', 'ilike', like],
    ],
    Warehouse,
    CUT,
  );
  return found.map(({ id, code, name }) => ({ value: code || String(id), label: name }));
}

// Only taxes that may stand on a sale, and no children: Tryton computes them with their parent.
async function taxes(erp: Erp, like: string): Promise<Option[]> {
  const domain = [
    ['parent', '=', null],
    ['OR', ['group', '=', null], ['group.kind', 'in', ['sale', 'both']]],
    ['name', 'ilike', like],
  ];
  return (await erp.search('account.tax', domain, Tax, CUT)).map(({ id, name }) => ({ value: String(id), label: name }));
}
