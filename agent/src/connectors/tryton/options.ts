import { z } from 'zod';
import type { Option } from '../../connector/contract.ts';
import type { MappingKind } from '../../domain/mapping.ts';
import type { Erp } from './erp.ts';

const LIMIT = 100;
const Product = z.object({ code: z.string().nullable(), name: z.string() });
const Warehouse = z.object({ id: z.number(), code: z.string().nullable(), name: z.string() });
const Tax = z.object({ id: z.number(), name: z.string() });
const Carrier = z.object({ id: z.number(), rec_name: z.string() });

/** Tryton's own codes for the mapping screens; null for tables that Tryton takes no part in. */
export async function listOptions(erp: Erp, kind: MappingKind, search: string): Promise<Option[] | null> {
  const like = `%${search.trim()}%`;
  const cut = { limit: LIMIT };
  switch (kind) {
    case 'sku': {
      const domain = [
        ['salable', '=', true],
        ['code', '!=', null],
        ['OR', ['code', 'ilike', like], ['name', 'ilike', like]],
      ];
      const products = await erp.search('product.product', domain, Product, { ...cut, order: [['code', 'ASC']] });
      return products.flatMap(({ code, name }) => (code === null ? [] : [{ value: code, label: name }]));
    }
    case 'location': {
      const warehouses = await erp.search(
        'stock.location',
        [
          ['type', '=', 'warehouse'],
          ['rec_name', 'ilike', like],
        ],
        Warehouse,
        cut,
      );
      return warehouses.map(({ id, code, name }) => ({ value: code ?? String(id), label: name }));
    }
    case 'tax': {
      // Only taxes that may stand on a sale, and no parents: their children are what is computed.
      const domain = [
        ['parent', '=', null],
        ['OR', ['group', '=', null], ['group.kind', 'in', ['sale', 'both']]],
        ['name', 'ilike', like],
      ];
      return (await erp.search('account.tax', domain, Tax, cut)).map(({ id, name }) => ({ value: String(id), label: name }));
    }
    case 'carrier': {
      const carriers = await erp.search('carrier', [['rec_name', 'ilike', like]], Carrier, cut);
      return carriers.map(({ id, rec_name: label }) => ({ value: String(id), label }));
    }
    default:
      return null;
  }
}
