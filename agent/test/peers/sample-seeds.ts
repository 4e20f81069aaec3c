import type { Seed } from './codes.ts';

const GOODS: readonly (readonly [string, string])[] = [
  ['MUG-BLUE', 'Mug, blue'],
  ['MUG-RED', 'Mug, red'],
  ['TEE-S', 'T-shirt, small'],
  ['TEE-M', 'T-shirt, medium'],
  ['TEE-L', 'T-shirt, large'],
  ['HOODIE', 'Hoodie'],
  ['CAP', 'Cap'],
  ['POSTER', 'Poster'],
  ['BEANIE', 'Beanie'],
  ['SOCKS', 'Socks, pair'],
  ['BAG', 'Canvas bag'],
  ['LOT-COFFEE', 'Coffee, 500 g'],
  ['SHORT-LAMP', 'Lamp, never in its bin'],
  ['SERIAL-WATCH', 'Watch, with a serial number'],
];

/** What a sandbox ERP knows when nobody says otherwise: its item codes are its own, not the shop's SKUs. */
export const SAMPLE_ERP: Seed = {
  items: GOODS.map(([code, name], at) => ({ code: `ERP-${1001 + at}`, name, sku: code })),
  warehouses: [
    { code: 'WH1', name: 'Main warehouse' },
    { code: 'WH2', name: 'Outlet' },
  ],
  taxes: [
    { code: 'VAT20', name: 'VAT 20 %', rate: '20' },
    { code: 'VAT19', name: 'VAT 19 %', rate: '19' },
    { code: 'VAT7', name: 'VAT 7 %', rate: '7' },
    { code: 'VAT10', name: 'VAT 10 %', rate: '10' },
    { code: 'ANY', name: 'Tax as given by the shop' },
  ],
  carriers: [
    { code: 'DHL', name: 'DHL' },
    { code: 'UPS', name: 'UPS' },
    { code: 'POST', name: 'Post' },
  ],
};

/** What a sandbox warehouse knows when nobody says otherwise. */
export const SAMPLE_WMS: Seed = {
  items: GOODS.map(([code, name]) => ({ code, name })),
  warehouses: [
    { code: 'MAIN', name: 'Hall 1' },
    { code: 'EAST', name: 'Hall 2' },
  ],
  services: [
    { code: 'DHL-STD', name: 'DHL standard', carrier: 'DHL' },
    { code: 'UPS-EXP', name: 'UPS express', carrier: 'UPS' },
    { code: 'POST-STD', name: 'Post parcel', carrier: 'POST' },
    { code: 'LETTER', name: 'Letter, not tracked', carrier: 'LETTER' },
  ],
  carriers: [
    { code: 'DHL', name: 'DHL Express' },
    { code: 'UPS', name: 'United Parcel' },
    { code: 'POST', name: 'Post' },
    { code: 'LETTER', name: 'Letter' },
  ],
};
