import type { Booked, Books } from './books.ts';
import { ok, type Route } from './routing.ts';

/** How the ERP is told to behave; the newest rule that fits counts. */
export interface ErpRule {
  /** The reference of one order; without it all orders. */
  readonly reference?: string;
  /** Its answer to every change. `partly`: it takes less, but not more. */
  readonly change?: 'too-late' | 'partly' | 'refused';
  readonly cancel?: 'too-late' | 'refused';
  readonly refuseReturn?: true;
  readonly refuseCredit?: true;
  /** Lines with this item code are never delivered. */
  readonly refuseItem?: string;
  /** By how many minor units its total is another one than the parts say. */
  readonly totalOffBy?: number;
  /** What it says when it does not do what it is asked. */
  readonly reason?: string;
  /** How often the rule counts; without it always. */
  readonly times?: number;
}

interface BookedRule extends Booked {
  rule: ErpRule;
  left: number | null;
}

const TABLE = 'rules';

export interface Rules {
  readonly routes: readonly Route[];
  /** The rule that speaks about this, counted down. */
  take(reference: string, about: keyof ErpRule, fits?: (rule: ErpRule) => boolean): ErpRule | null;
}

export function openRules(books: Books, given: readonly ErpRule[]): Rules {
  const add = (rule: ErpRule): void =>
    books.put(TABLE, { id: `RU-${books.nextNumber(TABLE)}`, changed: 0, rule, left: rule.times ?? null } as BookedRule);
  const all = (): BookedRule[] => [...books.table<BookedRule>(TABLE).values()];
  if (all().length === 0) given.forEach(add);
  return {
    take(reference, about, fits = () => true) {
      const found = all().findLast(
        ({ rule, left }) => left !== 0 && rule[about] !== undefined && (rule.reference ?? reference) === reference && fits(rule),
      );
      if (!found) return null;
      if (found.left !== null) books.put(TABLE, { ...found, left: found.left - 1 } as BookedRule);
      return found.rule;
    },
    routes: [
      {
        method: 'POST',
        path: '/_rule',
        run: ({ body }) => {
          if (body['clear'] === true) for (const rule of all()) books.put(TABLE, { ...rule, left: 0 } as BookedRule);
          else add(body as ErpRule);
          return ok({ rules: all().filter(({ left }) => left !== 0).length });
        },
      },
    ],
  };
}
