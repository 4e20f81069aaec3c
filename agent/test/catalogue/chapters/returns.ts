import type { Outcome, Scenario } from '../scenario.ts';
import { MUGS_AND_CAP, mugsAndCap } from './common.ts';

const chapter = 'Returns and refunds';
const ship = { says: 'The warehouse ships everything.', act: { do: 'wms.go', to: 'shipped' } } as const;
const approve = {
  says: 'Finance approves the refund.',
  act: { do: 'person.decide', code: 'refund.to-approve', choice: 'approve' },
} as const;
const all = { 'MUG-BLUE': [2, 2], CAP: [1, 1] } as const;

/** Everything left once; `shop`, `erp` and `warehouse` say what came back and what was paid. */
function after(
  refunds: readonly string[],
  credits: readonly string[],
  more: Partial<Outcome['erp'] & Outcome['warehouse'] & { status: string }> = {},
): Outcome {
  return {
    shop: { status: more.status ?? 'completed', parcels: [{ 'MUG-BLUE': 2, CAP: 1 }], refunds },
    erp: { order: { status: 'closed', lines: all, total: '54.00' }, credits },
    warehouse: { orders: [{ status: 'shipped', lines: all }] },
    open: [],
  };
}

export const RETURNS: readonly Scenario[] = [
  {
    id: 'return-of-one',
    chapter,
    title: 'One mug comes back as announced',
    why: 'Announced to the ERP and the warehouse, counted when it comes, paid back once and booked once.',
    given: `${MUGS_AND_CAP} Shipped.`,
    order: mugsAndCap(),
    when: [
      ship,
      { says: 'Customer service starts a return of one mug.', act: { do: 'person.return', units: { 'MUG-BLUE': 1 } } },
      { says: 'The warehouse receives it in good order.', act: { do: 'wms.receive', lines: [{ sku: 'MUG-BLUE', units: 1 }] } },
      approve,
    ],
    then: {
      ...after(['12.00'], ['12.00']),
      warehouse: {
        orders: [{ status: 'shipped', lines: all }],
        returns: [{ announced: { 'MUG-BLUE': 1 }, received: { 'MUG-BLUE': 1 } }],
      },
    },
    tryton: true,
  },
  {
    id: 'return-fewer-than-announced',
    chapter,
    title: 'Two mugs are announced, one comes',
    why: 'Only what came back is paid back, and somebody asks where the other one is.',
    given: `${MUGS_AND_CAP} Shipped.`,
    order: mugsAndCap(),
    when: [
      ship,
      { says: 'Customer service starts a return of two mugs.', act: { do: 'person.return', units: { 'MUG-BLUE': 2 } } },
      {
        says: 'The warehouse receives one and closes the return.',
        act: { do: 'wms.receive', lines: [{ sku: 'MUG-BLUE', units: 1 }], final: true },
      },
      { says: 'A person accepts what came.', act: { do: 'person.decide', code: 'return.differs', choice: 'accept' } },
      approve,
    ],
    then: {
      ...after(['12.00'], ['12.00']),
      warehouse: {
        orders: [{ status: 'shipped', lines: all }],
        returns: [{ announced: { 'MUG-BLUE': 2 }, received: { 'MUG-BLUE': 1 } }],
      },
    },
    tryton: true,
  },
  {
    id: 'return-damaged',
    chapter,
    title: 'The mug comes back broken: a person decides about the money',
    why: 'Broken by the carrier or by the customer is not a question for software.',
    given: `${MUGS_AND_CAP} Shipped.`,
    order: mugsAndCap(),
    when: [
      ship,
      { says: 'Customer service starts a return of one mug.', act: { do: 'person.return', units: { 'MUG-BLUE': 1 } } },
      {
        says: 'The warehouse receives it broken.',
        act: { do: 'wms.receive', lines: [{ sku: 'MUG-BLUE', units: 1, condition: 'damaged' }] },
      },
      { says: 'A person keeps the money.', act: { do: 'person.decide', code: 'return.condition', choice: 'keep' } },
    ],
    then: after([], []),
  },
  {
    id: 'return-unannounced',
    chapter,
    title: 'A parcel comes back that nobody had announced',
    why: 'Refused at the door, or sent back without a word. It must find its order and somebody who decides.',
    given: `${MUGS_AND_CAP} Shipped.`,
    order: mugsAndCap(),
    when: [
      ship,
      { says: 'The warehouse receives the cap.', act: { do: 'wms.receive', lines: [{ sku: 'CAP', units: 1 }], announced: false } },
      { says: 'A person accepts the return.', act: { do: 'person.decide', code: 'return.unannounced', choice: 'accept' } },
      approve,
    ],
    then: after(['24.00'], ['24.00']),
  },
  {
    id: 'refund-first-in-shop',
    chapter,
    title: 'The shop pays back first: the ERP books one credit memo, and nobody pays again',
    why: 'Customer service refunds on the phone. When the goods come back, the money must not go out a second time.',
    given: `${MUGS_AND_CAP} Shipped.`,
    order: mugsAndCap(),
    when: [
      ship,
      { says: 'The shop refunds one mug.', act: { do: 'shop.refund', units: { 'MUG-BLUE': 1 } } },
      { says: 'The warehouse receives it.', act: { do: 'wms.receive', lines: [{ sku: 'MUG-BLUE', units: 1 }] } },
    ],
    then: after(['12.00'], ['12.00']),
    tryton: true,
  },
  {
    id: 'refund-first-in-erp',
    chapter,
    title: 'The ERP credits first: the shop pays back once',
    why: 'Accounting decides in some companies. The shop must show it, and pay it only once.',
    given: `${MUGS_AND_CAP} Shipped.`,
    order: mugsAndCap(),
    policy: { returns: { storeRefund: 'automatic' } },
    when: [
      ship,
      { says: 'The ERP posts a credit memo over one mug.', act: { do: 'erp.credit', amount: '12.00', units: { 'MUG-BLUE': 1 } } },
    ],
    then: after(['12.00'], ['12.00']),
  },
  {
    id: 'refund-of-an-amount',
    chapter,
    title: 'Five euros back for a scratch',
    why: 'No goods, no line, only money: still booked to the cent.',
    given: `${MUGS_AND_CAP} Shipped.`,
    order: mugsAndCap(),
    when: [ship, { says: 'The shop refunds 5.00.', act: { do: 'shop.refund', amount: '5.00' } }],
    then: after(['5.00'], ['5.00']),
  },
  {
    id: 'refund-of-shipping',
    chapter,
    title: 'Only the shipping is paid back',
    why: 'Late parcels are made good with the postage; tax and all.',
    given: `${MUGS_AND_CAP} Shipped.`,
    order: mugsAndCap(),
    when: [ship, { says: 'The shop refunds the shipping.', act: { do: 'shop.refund', shipping: true } }],
    then: after(['6.00'], ['6.00']),
  },
  {
    id: 'whole-refund-before-fulfilment',
    chapter,
    title: 'The whole order is refunded before anything left',
    why: 'Paid back means cancelled, as long as the goods are on the shelf.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [{ says: 'The shop refunds everything.', act: { do: 'shop.refund', units: { 'MUG-BLUE': 2, CAP: 1 }, shipping: true } }],
    then: {
      shop: { status: 'refunded', parcels: [], told: [], refunds: ['54.00'] },
      erp: { order: { status: 'cancelled', lines: { 'MUG-BLUE': [2, 0], CAP: [1, 0] } }, credits: [] },
      warehouse: { orders: [{ status: 'cancelled', lines: { 'MUG-BLUE': [2, 0], CAP: [1, 0] } }] },
      open: [],
    },
  },
  {
    id: 'return-begun-in-erp',
    chapter,
    title: 'The return begins in the ERP',
    why: 'Where customer service lives in the ERP, the warehouse still has to know what comes back.',
    given: `${MUGS_AND_CAP} Shipped.`,
    order: mugsAndCap(),
    when: [
      ship,
      { says: 'The ERP opens a return of the cap.', act: { do: 'erp.return', units: { CAP: 1 } } },
      { says: 'The warehouse receives it.', act: { do: 'wms.receive', lines: [{ sku: 'CAP', units: 1 }] } },
      approve,
    ],
    then: after(['24.00'], ['24.00']),
  },
  {
    id: 'too-late-then-returned',
    chapter,
    title: 'Cancelled too late: the parcel comes back, and the books are even again',
    why: 'The last page of the story of a late cancellation: goods on the shelf, money with the customer, nothing twice.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'The goods are packed.', act: { do: 'wms.go', to: 'packed' } },
      { says: 'The shop refunds the cap.', act: { do: 'shop.refund', units: { CAP: 1 } } },
      { says: 'The parcel leaves with it.', act: { do: 'wms.go', to: 'shipped' } },
      { says: 'A person awaits it back.', act: { do: 'person.decide', code: 'order.shipped-more-than-wanted', choice: 'return' } },
      { says: 'The warehouse receives the cap.', act: { do: 'wms.receive', lines: [{ sku: 'CAP', units: 1 }] } },
    ],
    then: after(['24.00'], ['24.00']),
  },
  {
    id: 'cancelled-too-late-then-returned',
    chapter,
    title: 'A paid order is cancelled too late and comes back: the customer gets the money',
    why: 'Cancelling in the shop pays nothing back. Without goods and without money the customer writes a bad review, so finance is asked.',
    given: MUGS_AND_CAP,
    order: mugsAndCap(),
    when: [
      { says: 'The goods are packed.', act: { do: 'wms.go', to: 'packed' } },
      { says: 'The shop cancels the order.', act: { do: 'shop.cancel' } },
      { says: 'The parcel leaves all the same.', act: { do: 'wms.go', to: 'shipped' } },
      { says: 'A person asks for it back.', act: { do: 'person.decide', code: 'order.shipped-more-than-wanted', choice: 'return' } },
      {
        says: 'The warehouse receives everything in good order.',
        act: {
          do: 'wms.receive',
          lines: [
            { sku: 'MUG-BLUE', units: 2 },
            { sku: 'CAP', units: 1 },
          ],
        },
      },
      approve,
    ],
    then: {
      shop: { status: 'cancelled', parcels: [], told: [], refunds: ['48.00'] },
      erp: { order: { status: 'closed', lines: all }, credits: ['48.00'] },
      warehouse: { orders: [{ status: 'shipped', lines: all }] },
      open: [],
    },
  },
];
