import type { Scenario } from '../scenario.ts';
import { MUGS_AND_CAP, mugsAndCap } from './common.ts';

const chapter = 'Cancellations';
const none = { 'MUG-BLUE': [2, 0], CAP: [1, 0] } as const;
const all = { 'MUG-BLUE': [2, 2], CAP: [1, 1] } as const;
const cancelledEverywhere = {
  shop: { status: 'cancelled', parcels: [], told: [] },
  erp: { order: { status: 'cancelled', lines: none } },
  warehouse: { orders: [{ status: 'cancelled', lines: none }] },
  open: [],
} as const;

export const CANCELLATIONS: readonly Scenario[] = [
  {
    id: 'cancelled-before-pick',
    chapter,
    title: 'Cancelled before the picker came',
    why: 'First the warehouse gives it back, then the ERP frees the stock: no moment in which goods leave for nobody.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [{ says: 'The shop cancels the order.', act: { do: 'shop.cancel' } }],
    then: cancelledEverywhere,
    tryton: true,
  },
  {
    id: 'cancelled-after-pick',
    chapter,
    title: 'Cancelled after the picker came: too late, and everybody says so',
    why: 'Nothing is pretended: the parcel is on its way, the exception names it, and a person stops it or awaits its return.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'The goods are packed.', act: { do: 'wms.go', to: 'packed' } },
      { says: 'The shop cancels the order.', act: { do: 'shop.cancel' } },
      { says: 'The parcel leaves.', act: { do: 'wms.go', to: 'shipped' } },
    ],
    then: {
      shop: { status: 'cancelled', parcels: [], told: [] },
      erp: { order: { status: 'closed', lines: all } },
      warehouse: { orders: [{ status: 'shipped', lines: all }] },
      open: ['order.shipped-more-than-wanted'],
    },
    tryton: true,
  },
  {
    id: 'picker-wins-the-race',
    chapter,
    title: 'The cancellation and the picker meet: the picker wins',
    why: 'The warehouse’s answer decides, not our clock. Whoever wins, all three agree afterwards.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    wms: { rules: [{ hold: true, race: { cancel: 'shipped' } }] },
    when: [{ says: 'The shop cancels in the moment in which the parcel leaves.', act: { do: 'shop.cancel' } }],
    then: {
      shop: { status: 'cancelled', parcels: [], told: [] },
      erp: { order: { status: 'closed', lines: all } },
      warehouse: { orders: [{ status: 'shipped', lines: all }] },
      open: ['order.shipped-more-than-wanted'],
    },
  },
  {
    id: 'line-cancelled',
    chapter,
    title: 'One line is refunded before it left: it is cancelled everywhere, the rest goes',
    why: 'In WooCommerce a refund is how a line is cancelled. Before fulfilment it means “do not ship”, not “send back”.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'The shop refunds the cap.', act: { do: 'shop.refund', units: { CAP: 1 } } },
      { says: 'The warehouse ships the mugs.', act: { do: 'wms.go', to: 'shipped' } },
    ],
    then: {
      shop: { status: 'completed', parcels: [{ 'MUG-BLUE': 2 }], told: ['on its way'], refunds: ['24.00'] },
      erp: { order: { status: 'closed', lines: { 'MUG-BLUE': [2, 2] }, total: '30.00' }, credits: [] },
      warehouse: { orders: [{ status: 'shipped', lines: { 'MUG-BLUE': [2, 2] } }] },
      open: [],
    },
  },
  {
    id: 'cancelled-in-erp',
    chapter,
    title: 'The order is cancelled in the ERP, and policy follows',
    why: 'Credit control stopped the customer. The warehouse and the shop must stop too.',
    given: `${MUGS_AND_CAP} Policy follows cancellations in the ERP.`,
    order: mugsAndCap(),
    policy: { erpCancels: 'follow' },
    when: [{ says: 'The ERP cancels the order.', act: { do: 'erp.cancel' } }],
    then: cancelledEverywhere,
  },
  {
    id: 'cancelled-in-erp-asked',
    chapter,
    title: 'The order is cancelled in the ERP, and a person decides to follow',
    why: 'Without a rule nobody’s cancellation is carried on blindly; one click does it.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'The ERP cancels the order.', act: { do: 'erp.cancel' } },
      { says: 'A person says: cancel it everywhere.', act: { do: 'person.decide', code: 'erp.cancelled-there', choice: 'follow' } },
    ],
    then: cancelledEverywhere,
  },
  {
    id: 'rest-cancelled-after-partial',
    chapter,
    title: 'One parcel left, then the rest is refunded',
    why: 'The order is complete with what has left; nothing waits for ever, and nothing is shipped for free.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'A parcel with the cap leaves.', act: { do: 'wms.ship', parcel: { lines: { CAP: 1 } } } },
      { says: 'The shop refunds both mugs.', act: { do: 'shop.refund', units: { 'MUG-BLUE': 2 } } },
    ],
    then: {
      shop: { status: 'completed', parcels: [{ CAP: 1 }], refunds: ['24.00'] },
      erp: { order: { status: 'closed', lines: { CAP: [1, 1] }, total: '30.00' } },
      warehouse: { orders: [{ status: 'shipped', lines: { CAP: [1, 1] } }] },
      open: [],
    },
  },
];
