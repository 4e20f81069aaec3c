import type { Scenario } from '../scenario.ts';
import { ALL_DONE, MUGS_AND_CAP, mugsAndCap } from './common.ts';

const chapter = 'In the warehouse';
const shippedAll = { status: 'shipped', lines: { 'MUG-BLUE': [2, 2], CAP: [1, 1] } } as const;
const closed = { status: 'closed', lines: { 'MUG-BLUE': [2, 2], CAP: [1, 1] }, total: '54.00' } as const;

export const WAREHOUSE: readonly Scenario[] = [
  {
    id: 'partial-shipment',
    chapter,
    title: 'One parcel today, the rest tomorrow',
    why: 'The customer must read “a part of your order”, the ERP must book each parcel once, and the shop must not say “completed” too early.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'A parcel with one mug and the cap leaves.', act: { do: 'wms.ship', parcel: { lines: { 'MUG-BLUE': 1, CAP: 1 } } } },
      { says: 'A parcel with the other mug leaves.', act: { do: 'wms.ship', parcel: { lines: { 'MUG-BLUE': 1 } } } },
    ],
    then: {
      shop: { status: 'completed', parcels: [{ 'MUG-BLUE': 1, CAP: 1 }, { 'MUG-BLUE': 1 }], told: ['A part of your order', 'on its way'] },
      erp: { order: closed },
      warehouse: { orders: [shippedAll] },
      open: [],
    },
    tryton: true,
  },
  {
    id: 'short-cancelled',
    chapter,
    title: 'A bin is short, and a person cancels what is missing',
    why: 'The classic of every morning: one unit is not where it should be. The rest leaves, and somebody decides about the one.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'The picker finds only one mug; one mug and the cap leave.', act: { do: 'wms.short', units: { 'MUG-BLUE': 1 } } },
      { says: 'A person cancels the missing mug.', act: { do: 'person.decide', code: 'wms.short', choice: 'cancel' } },
    ],
    then: {
      shop: { status: 'completed', parcels: [{ 'MUG-BLUE': 1, CAP: 1 }] },
      erp: { order: { status: 'closed', lines: { 'MUG-BLUE': [1, 1], CAP: [1, 1] } } },
      warehouse: { orders: [{ status: 'shipped', lines: { 'MUG-BLUE': [2, 1], CAP: [1, 1] } }] },
      open: ['refund.to-approve'],
    },
  },
  {
    id: 'short-reshipped',
    chapter,
    title: 'A bin is short, and the missing unit is requested anew by itself',
    why: 'When the next count finds the mug, it should leave without anybody remembering.',
    given: `${MUGS_AND_CAP} Policy requests short units again.`,
    order: mugsAndCap(),
    policy: { shortage: 'reship' },
    when: [
      { says: 'The picker finds only one mug; one mug and the cap leave.', act: { do: 'wms.short', units: { 'MUG-BLUE': 1 } } },
      { says: 'The second fulfillment order ships the other mug.', act: { do: 'wms.go', to: 'shipped', fo: 2 } },
    ],
    then: {
      shop: { status: 'completed', parcels: [{ 'MUG-BLUE': 1, CAP: 1 }, { 'MUG-BLUE': 1 }], told: ['A part of your order', 'on its way'] },
      erp: { order: closed },
      warehouse: {
        orders: [
          { status: 'shipped', lines: { 'MUG-BLUE': [2, 1], CAP: [1, 1] } },
          { status: 'shipped', lines: { 'MUG-BLUE': [1, 1] } },
        ],
      },
      open: [],
    },
  },
  {
    id: 'substitution-approved',
    chapter,
    title: 'A red mug instead of a blue one: nobody is told until a person approves',
    why: 'Some customers are glad, some send it back. Shipping another colour is a decision, not a detail.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      {
        says: 'The warehouse ships two red mugs in place of the blue ones, and the cap.',
        act: { do: 'wms.ship', parcel: { lines: { 'MUG-BLUE': 2, CAP: 1 }, instead: { 'MUG-BLUE': 'MUG-RED' } } },
      },
      { says: 'A person approves.', act: { do: 'person.decide', code: 'wms.substitution', choice: 'approve' } },
    ],
    then: {
      shop: { status: 'completed', parcels: [{ 'MUG-BLUE': 2, CAP: 1 }], told: ['on its way'] },
      erp: { order: closed },
      warehouse: { orders: [shippedAll] },
      open: [],
    },
  },
  {
    id: 'substitution-allowed',
    chapter,
    title: 'A substitution that policy allows goes through without a question',
    why: 'Where two SKUs are the same thing for the customer, nobody should have to click.',
    given: `${MUGS_AND_CAP} Red mugs may be sent for blue ones.`,
    order: mugsAndCap(),
    policy: { substitutes: { 'MUG-BLUE': ['MUG-RED'] } },
    when: [
      {
        says: 'The warehouse ships two red mugs in place of the blue ones, and the cap.',
        act: { do: 'wms.ship', parcel: { lines: { 'MUG-BLUE': 2, CAP: 1 }, instead: { 'MUG-BLUE': 'MUG-RED' } } },
      },
    ],
    then: ALL_DONE,
  },
  {
    id: 'lots-and-serials',
    chapter,
    title: 'Lots and serial numbers travel from the shelf to the books',
    why: 'A recall asks who got lot A7. The answer must be in the ERP, not on a pick list.',
    given: 'Two packs of coffee.',
    order: mugsAndCap({}, { lines: [{ sku: 'LOT-COFFEE', name: 'Coffee, 500 g', quantity: 2, cents: 1000 }] }),
    when: [
      {
        says: 'One pack of lot A7 and one of lot B1 leave.',
        act: { do: 'wms.ship', parcel: { lines: { 'LOT-COFFEE': 2 }, lots: { 'LOT-COFFEE': ['A7', 'B1'] } } },
      },
    ],
    then: {
      shop: { status: 'completed', parcels: [{ 'LOT-COFFEE': 2 }], told: ['on its way'] },
      erp: { order: { status: 'closed', lines: { 'LOT-COFFEE': [2, 2] }, total: '30.00' } },
      warehouse: { orders: [{ status: 'shipped', lines: { 'LOT-COFFEE': [2, 2] } }] },
      open: [],
    },
  },
  {
    id: 'two-carriers',
    chapter,
    title: 'Two parcels with two carriers',
    why: 'Each number must be shown with its own carrier, or the customer asks the wrong one.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'The mugs leave with DHL.', act: { do: 'wms.ship', parcel: { lines: { 'MUG-BLUE': 2 }, carrier: 'DHL' } } },
      { says: 'The cap leaves with UPS.', act: { do: 'wms.ship', parcel: { lines: { CAP: 1 }, carrier: 'UPS' } } },
    ],
    then: {
      shop: {
        status: 'completed',
        parcels: [{ 'MUG-BLUE': 2 }, { CAP: 1 }],
        told: ['A part of your order is on its way with DHL', 'with UPS'],
      },
      erp: { order: closed },
      warehouse: { orders: [shippedAll] },
      open: [],
    },
  },
  {
    id: 'cancelled-by-warehouse',
    chapter,
    title: 'The warehouse cancels what the shop still sells',
    why: 'An order that the warehouse gave up quietly is an order that nobody ships.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'The warehouse cancels the fulfillment order.', act: { do: 'wms.cancel' } },
      { says: 'A person asks it, and sends the order again.', act: { do: 'person.retry' } },
      { says: 'The warehouse ships the new fulfillment order.', act: { do: 'wms.go', to: 'shipped', fo: 2 } },
    ],
    then: {
      ...ALL_DONE,
      warehouse: { orders: [{ status: 'cancelled', lines: { 'MUG-BLUE': [2, 0], CAP: [1, 0] } }, shippedAll] },
    },
  },
  {
    id: 'more-than-ordered',
    chapter,
    title: 'More leaves than was ordered: nobody is told until it is settled',
    why: 'The third mug is lost stock or a wrong label. Either way the customer must not read about it first.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [{ says: 'A parcel with three mugs and the cap leaves.', act: { do: 'wms.ship', parcel: { lines: { 'MUG-BLUE': 3, CAP: 1 } } } }],
    then: {
      shop: { status: 'processing', parcels: [], told: [] },
      erp: { order: { status: 'reserved', lines: { 'MUG-BLUE': [2, 0], CAP: [1, 0] } } },
      warehouse: { orders: [{ status: 'shipped', lines: { 'MUG-BLUE': [2, 3], CAP: [1, 1] } }] },
      open: ['shipment.more-than-ordered'],
    },
  },
  {
    id: 'reported-twice-and-backwards',
    chapter,
    title: 'Reports come twice, late and backwards, and change nothing',
    why: 'Webhooks repeat and overtake each other. The truth is the furthest that was reached, told once.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'The warehouse ships everything.', act: { do: 'wms.go', to: 'shipped' } },
      { says: 'It reports the shipment again.', act: { do: 'wms.report', what: 'again' } },
      { says: 'An old report says that the order is only picked.', act: { do: 'wms.report', what: 'backwards' } },
    ],
    then: ALL_DONE,
  },
  {
    id: 'unknown-fulfillment-order',
    chapter,
    title: 'The warehouse works on a fulfillment order that nobody requested',
    why: 'A hand-made order in the warehouse ships goods twice. It must be seen before the parcel leaves.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [{ says: 'Somebody in the warehouse makes a second order by hand.', act: { do: 'wms.report', what: 'unknown-order' } }],
    then: {
      shop: { status: 'processing', parcels: [], told: [] },
      erp: { order: { status: 'reserved', lines: { 'MUG-BLUE': [2, 0], CAP: [1, 0] } } },
      warehouse: { orders: [{ status: 'allocated', lines: { 'MUG-BLUE': [2, 0], CAP: [1, 0] } }] },
      open: ['wms.fulfillment-unknown'],
    },
  },
];
