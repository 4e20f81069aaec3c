import type { Scenario } from '../scenario.ts';
import { ALL_DONE, MUGS_AND_CAP, mugsAndCap } from './common.ts';

const chapter = 'What the customer is told';
const closed = { status: 'closed', lines: { 'MUG-BLUE': [2, 2], CAP: [1, 1] }, total: '54.00' } as const;
const shippedAll = { status: 'shipped', lines: { 'MUG-BLUE': [2, 2], CAP: [1, 1] } } as const;

export const CUSTOMER: readonly Scenario[] = [
  {
    id: 'number-comes-later',
    chapter,
    title: 'The parcel left, the number comes later: the message waits for it',
    why: '“Shipped” without a number makes the customer call. The ERP books the goods at once all the same.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      {
        says: 'The parcel leaves without a number.',
        act: { do: 'wms.ship', parcel: { lines: { 'MUG-BLUE': 2, CAP: 1 }, tracking: null } },
      },
      { says: 'The carrier gives the number.', act: { do: 'wms.track', parcel: 1, number: '00340434161094042557' } },
    ],
    then: { ...ALL_DONE, shop: { ...ALL_DONE.shop, told: ['00340434161094042557'] } },
  },
  {
    id: 'number-never-comes',
    chapter,
    title: 'No number comes: after the declared time a person decides',
    why: 'A letter has no number. Somebody says once that the customer may be told without one.',
    given: `${MUGS_AND_CAP} The message waits at most two minutes for a number.`,
    order: mugsAndCap(),
    policy: { trackingWaitMinutes: 2 },
    when: [
      {
        says: 'The parcel leaves without a number.',
        act: { do: 'wms.ship', parcel: { lines: { 'MUG-BLUE': 2, CAP: 1 }, tracking: null } },
      },
      { says: 'Two minutes pass.', act: { do: 'time.passes', seconds: 121 } },
      { says: 'A person lets it go without a number.', act: { do: 'person.retry' } },
    ],
    then: ALL_DONE,
  },
  {
    id: 'number-corrected',
    chapter,
    title: 'A number that was told is corrected, once',
    why: 'The customer follows a number that is not theirs. They must get the right one, and only one message about it.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'Everything leaves.', act: { do: 'wms.go', to: 'shipped' } },
      { says: 'The carrier corrects the number.', act: { do: 'wms.track', parcel: 1, number: '00340434161094099999' } },
    ],
    then: { ...ALL_DONE, shop: { ...ALL_DONE.shop, told: ['on its way', '00340434161094099999'] } },
  },
  {
    id: 'parcel-voided',
    chapter,
    title: 'A parcel that was told has not left after all',
    why: 'A voided label happens daily. The customer is told the truth, the ERP takes the booking back, and the units are still owed.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'A parcel with the cap is reported as left.', act: { do: 'wms.ship', parcel: { lines: { CAP: 1 } } } },
      { says: 'The warehouse voids it.', act: { do: 'wms.void', parcel: 1 } },
      { says: 'Everything leaves in one parcel.', act: { do: 'wms.ship', parcel: { lines: { 'MUG-BLUE': 2, CAP: 1 } } } },
    ],
    then: {
      shop: {
        status: 'completed',
        parcels: [{ 'MUG-BLUE': 2, CAP: 1 }],
        told: ['A part of your order', 'has not left after all', 'on its way'],
      },
      erp: { order: closed },
      warehouse: { orders: [shippedAll] },
      open: [],
    },
  },
  {
    id: 'status-by-milestone',
    chapter,
    title: 'The shop shows “in preparation” once goods are picked, by the merchant’s own map',
    why: 'Internal steps are not for customers, but a merchant may choose which of them count as news.',
    given: `${MUGS_AND_CAP} Policy sets “on-hold” when goods are packed.`,
    order: mugsAndCap(),
    policy: { statuses: { packed: 'in-preparation' } },
    when: [
      { says: 'The goods are packed.', act: { do: 'wms.go', to: 'packed' } },
      { says: 'They leave.', act: { do: 'wms.go', to: 'shipped' } },
    ],
    then: ALL_DONE,
  },
];
