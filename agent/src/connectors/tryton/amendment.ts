import { chargeIdOf, lineIdOf, ROUNDING_NOTE } from './sale-values.ts';

/** A line of a sale, as far as an amendment can touch it. */
export interface LineTerms {
  readonly product: number;
  readonly unit: number;
  readonly quantity: number;
  readonly unit_price: string;
  readonly description: string | null;
  readonly note: string | null;
  readonly taxes: readonly number[];
}

export interface HeldLine extends LineTerms {
  readonly id: number;
  /** Units that have left, or that somebody has picked. */
  readonly gone: number;
}

export interface Amendment {
  /** Lines that become something else; product, unit and taxes stay. */
  readonly changed: readonly {
    readonly line: HeldLine;
    readonly quantity: number;
    readonly unit_price: string;
    readonly description: string | null;
  }[];
  readonly added: readonly LineTerms[];
  /** Lines of which more has gone than is wanted. */
  readonly kept: readonly HeldLine[];
}

/** Pure: what turns the lines that a sale has into those that it should have. A line stays what it is in product and taxes; otherwise it ends at nothing and a new one begins. Lines that somebody else added are left alone. */
export function amend(held: readonly HeldLine[], wanted: readonly LineTerms[]): Amendment {
  const names = new Set([...held, ...wanted].map(nameOf).filter((name) => name !== null));
  const parts = [...names].map((name) =>
    amendPart(
      held.filter((line) => nameOf(line) === name),
      wanted.filter((line) => nameOf(line) === name),
    ),
  );
  return {
    changed: parts.flatMap(({ changed }) => changed),
    added: parts.flatMap(({ added }) => added),
    kept: parts.flatMap(({ kept }) => kept),
  };
}

/** Which line or charge of the shop a line stands for; null for one that is not ours. */
function nameOf({ note }: LineTerms): string | null {
  const line = lineIdOf(note);
  const charge = chargeIdOf(note);
  if (line !== null) return `line ${line}`;
  return charge === null ? (note === ROUNDING_NOTE ? note : null) : `charge ${charge}`;
}

function amendPart(held: readonly HeldLine[], wanted: readonly LineTerms[]): Amendment {
  const pairs = paired(held, wanted);
  const short = pairs.some(({ line, terms }) => line.gone > (terms?.quantity ?? 0));
  if (short) {
    // As little as possible stays: what has gone, at the price that it has.
    const kept = held.filter(({ gone }) => gone > 0);
    const enough = sum(wanted.map(({ quantity }) => quantity)) >= sum(held.map(({ gone }) => gone));
    return { changed: enough ? [] : held.flatMap((line) => changeOf(line, { ...line, quantity: line.gone })), added: [], kept };
  }
  const taken = new Set(pairs.map(({ terms }) => terms));
  return {
    changed: pairs.flatMap(({ line, terms }) => changeOf(line, terms ?? { ...line, quantity: 0 })),
    added: wanted.filter((terms) => !taken.has(terms) && terms.quantity !== 0),
    kept: [],
  };
}

function sum(units: readonly number[]): number {
  return units.reduce((total, each) => total + each, 0);
}

/** Each line that is there with what it should be; lines of which most has gone choose first. */
function paired(held: readonly HeldLine[], wanted: readonly LineTerms[]): { line: HeldLine; terms: LineTerms | undefined }[] {
  const free = [...wanted];
  return [...held]
    .sort((a, b) => b.gone - a.gone || a.id - b.id)
    .map((line) => {
      const fits = free.filter((terms) => terms.product === line.product && terms.unit === line.unit && sameTaxes(terms, line));
      const best =
        fits.find((terms) => samePrice(terms, line) && terms.quantity >= line.gone) ??
        fits.find(({ quantity }) => quantity >= line.gone) ??
        fits[0];
      if (best) free.splice(free.indexOf(best), 1);
      return { line, terms: best };
    });
}

function changeOf(line: HeldLine, { quantity, unit_price, description }: LineTerms): Amendment['changed'] {
  const same = quantity === line.quantity && (quantity === 0 || (samePrice(line, { unit_price }) && description === line.description));
  return same ? [] : [{ line, quantity, unit_price, description }];
}

/** True when prices are the same number, however many zeros they are written with. */
export function samePrice(a: Pick<LineTerms, 'unit_price'>, b: Pick<LineTerms, 'unit_price'>): boolean {
  return trimmed(a.unit_price) === trimmed(b.unit_price);
}

function trimmed(price: string): string {
  return price.includes('.') ? price.replace(/\.?0+$/, '') : price;
}

function sameTaxes(a: LineTerms, b: LineTerms): boolean {
  const ids = ({ taxes }: LineTerms): string => [...taxes].sort((x, y) => x - y).join();
  return ids(a) === ids(b);
}
