import { SAMPLE_ERP } from '../../agent/test/peers/sample-seeds.ts';
import { PRODUCTS, UNMAPPED_SKU } from './catalogue.ts';
import type { ThroughTheShop } from './through-the-shop.ts';

type Row = Parameters<ThroughTheShop['map']>[0];

/** The ERP's item that a SKU of the demo is. */
function itemOf(sku: string): Row {
  const items = (SAMPLE_ERP['items'] ?? []) as unknown as readonly { code: string; name: string; sku: string }[];
  const item = items.find((one) => one.sku === sku);
  if (!item) throw new Error(`The sandbox ERP has no item for ${sku}.`);
  return { kind: 'sku', connection: 'erp', key: sku, value: item.code, label: item.name };
}

/** What the demo's merchant has mapped before the first order; one SKU is left out on purpose. */
export function demoMappings(): Row[] {
  return [
    ...PRODUCTS.filter(({ sku }) => sku !== UNMAPPED_SKU).map(({ sku }) => itemOf(sku)),
    { kind: 'location', connection: 'erp', key: 'main', value: 'WH1', label: 'Main warehouse' },
    { kind: 'location', connection: 'wms', key: 'main', value: 'MAIN', label: 'Hall 1' },
    { kind: 'shipping-method', connection: 'wms', key: 'flat_rate', value: 'DHL-STD', label: 'DHL standard' },
    { kind: 'carrier', connection: 'shop', key: 'DHL', value: 'dhl', label: 'DHL' },
    { kind: 'carrier', connection: 'shop', key: 'UPS', value: 'ups', label: 'UPS' },
  ];
}

/** The mapping that a person adds when the exception asks for it. */
export function cureMapping(): Row {
  return itemOf(UNMAPPED_SKU);
}
