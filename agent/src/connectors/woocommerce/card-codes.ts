import { z } from 'zod';

/** Order meta in which YITH Gift Cards keeps what each card paid: {code: amount}. */
export const YITH_META = '_ywgc_applied_gift_cards';

const amount = z.union([z.string(), z.number()]).transform(String);
export const YithCards = z.record(z.string(), amount);

/** The code of a gift card is as good as money, so only its end is kept. */
export function masked(code: string): string {
  if (/^\*+/.test(code)) return code;
  return `****${code.length > 4 ? code.slice(-4) : ''}`;
}

/** A field of a raw order with the codes of gift cards masked. */
export function maskCards(field: string, value: unknown): unknown {
  const key = field === 'gift_cards' ? 'code' : field === 'pw_gift_card_lines' ? 'card_number' : null;
  if (key === null || !Array.isArray(value)) return value;
  return value.map((card: unknown) => {
    const { id, amount: paid, [key]: code } = (card ?? {}) as Record<string, unknown>;
    return { id, [key]: masked(typeof code === 'string' || typeof code === 'number' ? String(code) : ''), amount: paid };
  });
}

/** A row of order meta with the codes of gift cards masked. */
export function maskCardMeta(key: string, value: unknown): unknown {
  if (key !== YITH_META) return value;
  const kept: Record<string, string> = {};
  for (const [code, paid] of Object.entries(YithCards.safeParse(value).data ?? {})) {
    // Two cards may have the same end.
    let name = masked(code);
    while (name in kept) name = `*${name}`;
    kept[name] = paid;
  }
  return kept;
}

const CODE = /\*+\w{0,4}|[A-Z0-9]{2,}(?:-[A-Z0-9]+)+|(?=[A-Z]*\d)[A-Z0-9]{6,}/gi;

/** The name of a fee with the code of the gift card in it masked ("Gift card ABCD-EFGH-1234"). */
export function maskFeeName(name: string): string {
  return isCardName(name) ? name.replace(CODE, (code) => masked(code)) : name;
}

/** Some plugins have no other way to show a gift card than a negative fee that is named after it. */
export function isCardName(name: string): boolean {
  return /\bgift[\s-]?(cards?|certificates?|vouchers?)\b/i.test(name);
}
