import type { Scenario } from '../scenario.ts';
import { ALL_DONE, MUGS_AND_CAP, mugsAndCap } from './common.ts';

const chapter = 'Stock and routing';
const TWO_HALLS = { locations: [{ code: 'main' }, { code: 'outlet' }] };

export const STOCK: readonly Scenario[] = [
  {
    id: 'backordered',
    chapter,
    title: 'Out of stock: the customer hears the date, and the order goes on when goods come',
    why: 'Silence makes customers call. One message with a date, and nobody has to remember the order.',
    given: `${MUGS_AND_CAP} There are no mugs; the ERP expects them on 1 December 2026.`,
    order: mugsAndCap(),
    erp: { stock: { 'MUG-BLUE': 0, CAP: 10 }, expected: { 'MUG-BLUE': '2026-12-01' } },
    when: [
      { says: 'Ten mugs arrive in the ERP.', act: { do: 'erp.restock', units: { 'MUG-BLUE': 10 } } },
      { says: 'The warehouse ships everything.', act: { do: 'wms.go', to: 'shipped' } },
    ],
    then: { ...ALL_DONE, shop: { ...ALL_DONE.shop, told: ['after 2026-12-01', 'on its way'] } },
    tryton: true,
  },
  {
    id: 'ship-what-is-there',
    chapter,
    title: 'Part in stock: what is there leaves now, the rest when it comes',
    why: 'Some shops promise speed, others one parcel. The merchant decides, not the connector.',
    given: `${MUGS_AND_CAP} Only one mug is there; the shop ships what it has.`,
    order: mugsAndCap(),
    erp: { stock: { 'MUG-BLUE': 1, CAP: 10 } },
    policy: { partialRelease: 'ship' },
    when: [
      { says: 'The warehouse ships one mug and the cap.', act: { do: 'wms.go', to: 'shipped', fo: 1 } },
      { says: 'Ten mugs arrive in the ERP.', act: { do: 'erp.restock', units: { 'MUG-BLUE': 10 } } },
      { says: 'The warehouse ships the other mug.', act: { do: 'wms.go', to: 'shipped', fo: 2 } },
    ],
    then: {
      shop: {
        status: 'completed',
        parcels: [{ 'MUG-BLUE': 1, CAP: 1 }, { 'MUG-BLUE': 1 }],
        told: ['not in stock', 'A part of your order', 'on its way'],
      },
      erp: { order: { status: 'closed', lines: { 'MUG-BLUE': [2, 2], CAP: [1, 1] }, total: '54.00' } },
      warehouse: {
        orders: [
          { status: 'shipped', lines: { 'MUG-BLUE': [1, 1], CAP: [1, 1] } },
          { status: 'shipped', lines: { 'MUG-BLUE': [1, 1] } },
        ],
      },
      open: [],
    },
    tryton: true,
  },
  {
    id: 'line-never-delivered',
    chapter,
    title: 'The ERP will never deliver an item: the shop cancels that line, the rest goes',
    why: 'A discontinued item must not block the parcel, and must not be forgotten either.',
    given: `${MUGS_AND_CAP} The cap is discontinued in the ERP.`,
    order: mugsAndCap(),
    erp: { rules: [{ refuseItem: 'ERP-1007' }] },
    policy: { partialRelease: 'ship' },
    when: [
      { says: 'The shop refunds the cap.', act: { do: 'shop.refund', units: { CAP: 1 } } },
      { says: 'The warehouse ships the mugs.', act: { do: 'wms.go', to: 'shipped' } },
    ],
    then: {
      shop: { status: 'completed', parcels: [{ 'MUG-BLUE': 2 }], refunds: ['24.00'] },
      erp: { order: { status: 'closed', lines: { 'MUG-BLUE': [2, 2] }, total: '30.00' } },
      warehouse: { orders: [{ status: 'shipped', lines: { 'MUG-BLUE': [2, 2] } }] },
      open: [],
    },
  },
  {
    id: 'two-locations',
    chapter,
    title: 'No hall has everything: two halls ship one order',
    why: 'One fulfillment order per location, each with its own parcel, and the customer sees both.',
    given: `${MUGS_AND_CAP} The mugs are in the main hall, the cap is in the outlet.`,
    order: mugsAndCap(),
    erp: { stock: { WH1: { 'MUG-BLUE': 10, CAP: 0 }, WH2: { 'MUG-BLUE': 0, CAP: 10 } } },
    policy: TWO_HALLS,
    when: [
      { says: 'The main hall ships.', act: { do: 'wms.go', to: 'shipped', fo: 1 } },
      { says: 'The outlet ships.', act: { do: 'wms.go', to: 'shipped', fo: 2 } },
    ],
    then: {
      shop: { status: 'completed', parcels: [{ 'MUG-BLUE': 2 }, { CAP: 1 }], told: ['A part of your order', 'on its way'] },
      erp: { order: { status: 'closed', lines: { 'MUG-BLUE': [2, 2], CAP: [1, 1] }, total: '54.00' } },
      warehouse: {
        orders: [
          { at: 'MAIN', status: 'shipped', lines: { 'MUG-BLUE': [2, 2] } },
          { at: 'OUTLET', status: 'shipped', lines: { CAP: [1, 1] } },
        ],
      },
      open: [],
    },
  },
  {
    id: 'fewest-parcels',
    chapter,
    title: 'The preferred hall is empty: the other ships all of it in one parcel',
    why: 'Two parcels cost twice. Whoever has everything ships everything.',
    given: `${MUGS_AND_CAP} The preferred main hall has nothing; the outlet has both.`,
    order: mugsAndCap(),
    erp: { stock: { WH1: { 'MUG-BLUE': 0, CAP: 0 }, WH2: { 'MUG-BLUE': 10, CAP: 10 } } },
    policy: TWO_HALLS,
    when: [{ says: 'The outlet ships everything.', act: { do: 'wms.go', to: 'shipped' } }],
    then: {
      ...ALL_DONE,
      warehouse: { orders: [{ at: 'OUTLET', status: 'shipped', lines: { 'MUG-BLUE': [2, 2], CAP: [1, 1] } }] },
    },
  },
  {
    id: 'never-split',
    chapter,
    title: 'A rule forbids to split, and no hall has it all: a person is asked',
    why: 'A gift must not come in two parcels. Better late and whole, but somebody must know.',
    given: `${MUGS_AND_CAP} Mugs and cap lie in different halls, and orders to Germany are never split.`,
    order: mugsAndCap(),
    erp: { stock: { WH1: { 'MUG-BLUE': 10, CAP: 0 }, WH2: { 'MUG-BLUE': 0, CAP: 10 } } },
    policy: { ...TWO_HALLS, routing: [{ name: 'Germany', when: { countries: ['DE'] }, locations: ['main', 'outlet'], split: 'never' }] },
    when: [],
    then: {
      shop: { status: 'processing', parcels: [], told: [] },
      erp: { order: { status: 'reserved', lines: { 'MUG-BLUE': [2, 0], CAP: [1, 0] } } },
      warehouse: { orders: [] },
      open: ['order.split-not-possible'],
    },
  },
  {
    id: 'route-by-country',
    chapter,
    title: 'Orders to Germany ship from the outlet',
    why: 'Close to the customer is cheaper and quicker than first in the list.',
    given: `${MUGS_AND_CAP} A rule sends orders to Germany to the outlet.`,
    order: mugsAndCap(),
    policy: { ...TWO_HALLS, routing: [{ name: 'Germany', when: { countries: ['DE'] }, locations: ['outlet'] }] },
    when: [{ says: 'The outlet ships everything.', act: { do: 'wms.go', to: 'shipped' } }],
    then: {
      ...ALL_DONE,
      warehouse: { orders: [{ at: 'OUTLET', status: 'shipped', lines: { 'MUG-BLUE': [2, 2], CAP: [1, 1] } }] },
    },
  },
];
