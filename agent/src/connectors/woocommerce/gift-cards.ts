import type { Charge } from '../../domain/sales-order.ts';
import { amountOf } from './amount.ts';
import { isCardName, masked, YITH_META, YithCards } from './card-codes.ts';
import type { RawOrder } from './raw-order.ts';
import { toMinor } from './rounding.ts';

interface Card {
  readonly id: string;
  readonly code: string;
  readonly paid: bigint;
}

/** What gift cards paid of the order, as negative charges; none when the shop's total does not take them off. */
export function giftCardsOf(order: RawOrder): Charge[] {
  const { currency } = order;
  return cardsThatCount(order).map(({ id, code, paid }) => ({
    id,
    kind: 'gift-card',
    code,
    name: `Gift card ${code}`,
    net: { minor: -toMinor(paid, currency), currency },
    taxes: [],
  }));
}

/** What gift cards took off the order's total. */
export function paidByCards(order: RawOrder): bigint {
  return cardsThatCount(order).reduce((sum, card) => sum + card.paid, 0n);
}

/** True for a negative fee without tax that stands for a gift card. */
export function isCardFee(fee: RawOrder['fee_lines'][number]): boolean {
  return isCardName(fee.name) && fee.total.trim().startsWith('-') && fee.taxes.every((tax) => Number(tax.total) === 0);
}

/** The masked code in the name of such a fee, empty when it holds none. */
export function cardFeeCode(name: string): string {
  return /\*+\w*/.exec(name)?.[0] ?? '';
}

/** Some plugins take the card off the total, others only off what is left to pay, or write a fee as well: what makes the order tie is believed. */
function cardsThatCount(order: RawOrder): readonly Card[] {
  const cards = cardsOf(order);
  if (cards.length === 0) return cards;
  const paid = cards.reduce((sum, card) => sum + card.paid, 0n);
  const missing = sumOfParts(order) - amountOf(order, 'total', order.total);
  return distance(missing, 0n) < distance(missing, paid) ? [] : cards;
}

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}

function sumOfParts(order: RawOrder): bigint {
  const parts = (['line_items', 'shipping_lines', 'fee_lines'] as const).flatMap((list) =>
    order[list].map((part, index) => amountOf(order, `${list}.${index}.total`, part.total)),
  );
  return parts.reduce((sum, part) => sum + part, amountOf(order, 'total_tax', order.total_tax));
}

function cardsOf(order: RawOrder): Card[] {
  const of = (field: string, id: string, code: string, paid: string): Card => {
    const exactly = amountOf(order, field, paid);
    return { id, code: masked(code), paid: exactly < 0n ? -exactly : exactly };
  };
  const yith = YithCards.safeParse(order.meta_data.find(({ key }) => key === YITH_META)?.value).data ?? {};
  const cards = [
    ...order.gift_cards.map((card) => of('gift_cards', `gift-card-${card.id}`, card.code, card.amount)),
    ...order.pw_gift_card_lines.map((card) => of('pw_gift_card_lines', `gift-card-${card.id}`, card.card_number, card.amount)),
    ...Object.entries(yith).map(([code, paid], at) => of(YITH_META, `gift-card-${at + 1}`, code, paid)),
  ];
  return cards.filter((card) => card.paid !== 0n);
}
