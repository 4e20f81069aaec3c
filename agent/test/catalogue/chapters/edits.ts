import type { Outcome, Scenario } from '../scenario.ts';
import { ALL_DONE, MUGS_AND_CAP, mugsAndCap } from './common.ts';

const chapter = 'Edits after the order was sent on';
const ship = { says: 'The warehouse ships everything.', act: { do: 'wms.go', to: 'shipped' } } as const;

/** So many mugs and caps were sold, shipped and booked in one parcel. */
function done(mugs: number, caps: number, total: string): Outcome {
  const units = { ...(mugs > 0 ? { 'MUG-BLUE': mugs } : {}), ...(caps > 0 ? { CAP: caps } : {}) };
  const lines = Object.fromEntries(Object.entries(units).map(([sku, n]) => [sku, [n, n] as const]));
  return {
    shop: { status: 'completed', parcels: [units], told: ['on its way'] },
    erp: { order: { status: 'closed', lines, total } },
    warehouse: { orders: [{ status: 'shipped', lines }] },
    open: [],
  };
}

export const EDITS: readonly Scenario[] = [
  {
    id: 'quantity-reduced',
    chapter,
    title: 'One mug less, before anybody has picked',
    why: 'The customer calls in time. Warehouse first, then the ERP: nothing may ship that nobody pays for.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [{ says: 'The shop reduces the mugs to one.', act: { do: 'shop.edit', units: { 'MUG-BLUE': 1 } } }, ship],
    then: done(1, 1, '42.00'),
    tryton: true,
  },
  {
    id: 'quantity-raised',
    chapter,
    title: 'One mug more, before anybody has picked',
    why: 'The ERP reserves first, then the same parcel grows: one parcel, not two.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [{ says: 'The shop raises the mugs to three.', act: { do: 'shop.edit', units: { 'MUG-BLUE': 3 } } }, ship],
    then: done(3, 1, '66.00'),
  },
  {
    id: 'line-added',
    chapter,
    title: 'A line is added after the warehouse has packed: it gets a parcel of its own',
    why: 'Too late for the parcel is not too late for the customer.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'The goods are packed.', act: { do: 'wms.go', to: 'packed' } },
      { says: 'The shop adds a pair of socks.', act: { do: 'shop.edit', units: { SOCKS: 1 } } },
      { says: 'The first parcel leaves.', act: { do: 'wms.go', to: 'shipped', fo: 1 } },
      { says: 'The second parcel leaves.', act: { do: 'wms.go', to: 'shipped', fo: 2 } },
    ],
    then: {
      shop: { status: 'completed', parcels: [{ 'MUG-BLUE': 2, CAP: 1 }, { SOCKS: 1 }], told: ['A part of your order', 'on its way'] },
      erp: { order: { status: 'closed', lines: { 'MUG-BLUE': [2, 2], CAP: [1, 1], SOCKS: [1, 1] }, total: '62.00' } },
      warehouse: {
        orders: [
          { status: 'shipped', lines: { 'MUG-BLUE': [2, 2], CAP: [1, 1] } },
          { status: 'shipped', lines: { SOCKS: [1, 1] } },
        ],
      },
      open: [],
    },
  },
  {
    id: 'line-removed',
    chapter,
    title: 'The cap is taken out of the order',
    why: 'A removed line must vanish from the parcel and from the invoice, not only from the shop.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [{ says: 'The shop removes the cap.', act: { do: 'shop.edit', units: { CAP: 0 } } }, ship],
    then: done(2, 0, '30.00'),
  },
  {
    id: 'address-changed',
    chapter,
    title: 'The customer moves: the address changes before the parcel is packed',
    why: 'The label is printed late. Until then an address can still be saved.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [{ says: 'The shop corrects the street.', act: { do: 'shop.edit', address: { address_1: 'Nebenstraße 7' } } }, ship],
    then: ALL_DONE,
  },
  {
    id: 'address-too-late',
    chapter,
    title: 'The address changes after the parcel is packed: a person is told',
    why: 'The parcel goes to the old address. Somebody can still call the carrier, if somebody knows.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'The goods are packed.', act: { do: 'wms.go', to: 'packed' } },
      { says: 'The shop corrects the street.', act: { do: 'shop.edit', address: { address_1: 'Nebenstraße 7' } } },
    ],
    then: {
      shop: { status: 'processing', parcels: [], told: [] },
      erp: { order: { status: 'reserved', lines: { 'MUG-BLUE': [2, 0], CAP: [1, 0] } } },
      warehouse: { orders: [{ status: 'packed', lines: { 'MUG-BLUE': [2, 0], CAP: [1, 0] } }] },
      open: ['wms.change-too-late'],
    },
  },
  {
    id: 'reduced-too-late',
    chapter,
    title: 'One mug less, but it is already packed: it ships, and somebody decides',
    why: 'The picker won. All three books say two mugs left, and the exception says that only one is wanted.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'The goods are packed.', act: { do: 'wms.go', to: 'packed' } },
      { says: 'The shop reduces the mugs to one.', act: { do: 'shop.edit', units: { 'MUG-BLUE': 1 } } },
      { says: 'The parcel leaves.', act: { do: 'wms.go', to: 'shipped' } },
    ],
    then: {
      shop: { status: 'completed', parcels: [{ 'MUG-BLUE': 1, CAP: 1 }], told: ['on its way'] },
      erp: { order: { status: 'closed', lines: { 'MUG-BLUE': [2, 2], CAP: [1, 1] } } },
      warehouse: { orders: [{ status: 'shipped', lines: { 'MUG-BLUE': [2, 2], CAP: [1, 1] } }] },
      open: ['order.shipped-more-than-wanted'],
    },
  },
  {
    id: 'changed-in-erp',
    chapter,
    title: 'Somebody reduces the order in the ERP, and policy follows',
    why: 'Customer service works in the ERP. The warehouse must hear of it before the picker does.',
    given: `${MUGS_AND_CAP} Policy follows changes in the ERP.`,
    order: mugsAndCap(),
    policy: { erpChanges: 'follow' },
    when: [{ says: 'The ERP reduces the mugs to one.', act: { do: 'erp.edit', units: { 'MUG-BLUE': 1 } } }, ship],
    then: {
      shop: { status: 'completed', parcels: [{ 'MUG-BLUE': 1, CAP: 1 }], told: ['on its way'] },
      erp: { order: { status: 'closed', lines: { 'MUG-BLUE': [1, 1], CAP: [1, 1] } } },
      warehouse: { orders: [{ status: 'shipped', lines: { 'MUG-BLUE': [1, 1], CAP: [1, 1] } }] },
      open: ['refund.to-approve'],
    },
  },
];
