import type { Books } from './books.ts';
import type { ErpCustomer } from './erp-documents.ts';
import { created, ok, Refusal, text, type Route } from './routing.ts';

const TABLE = 'customers';

/** Customers are matched by the reference of who asks, then by e-mail, then by VAT number; a customer whose name contains REFUSE is refused. */
export function customerRoutes(books: Books): Route[] {
  const customers = (): ReadonlyMap<string, ErpCustomer> => books.table<ErpCustomer>(TABLE);
  const byKey = new Map<string, string>();
  const keep = (customer: ErpCustomer): void => {
    books.put(TABLE, customer);
    for (const { key } of keysOf(customer)) byKey.set(key, customer.id);
  };
  for (const customer of customers().values()) for (const { key } of keysOf(customer)) byKey.set(key, customer.id);
  const create = (body: Record<string, unknown>): Answer => {
    const name = text(body, 'name');
    if (name === '' && text(body, 'company') === '') throw new Refusal(422, 'customer-refused', 'A customer needs a name.');
    if (`${name} ${text(body, 'company')}`.includes('REFUSE'))
      throw new Refusal(422, 'customer-refused', `The customer "${name}" is blocked by the credit department.`);
    const wanted = { vat: text(body, 'vat'), email: text(body, 'email'), reference: text(body, 'reference') };
    const by = keysOf(wanted).find(({ key }) => byKey.has(key));
    const known = customers().get(byKey.get(by?.key ?? '') ?? '');
    if (known && by) {
      const changed = learned(known, { ...wanted, company: text(body, 'company'), phone: text(body, 'phone') }, by.matchedBy);
      if (changed) keep(changed);
      return { id: known.id, number: known.number, existed: true, matchedBy: by.matchedBy };
    }
    const id = `C-${10_000 + books.nextNumber(TABLE)}`;
    keep({
      ...wanted,
      id,
      changed: 0,
      number: id,
      name,
      phone: text(body, 'phone'),
      company: text(body, 'company'),
      guest: body['guest'] === true,
      billing: (body['billing'] ?? {}) as Record<string, unknown>,
      shipping: (body['shipping'] ?? {}) as Record<string, unknown>,
    });
    return { id, number: id, existed: false, matchedBy: null };
  };
  return [
    {
      method: 'POST',
      path: '/customers',
      run: ({ body }) => {
        const answer = create(body);
        return answer.existed ? ok(answer) : created(answer);
      },
    },
    {
      method: 'GET',
      path: '/customers/:id',
      run: ({ params }) => {
        const customer = customers().get(params['id'] ?? '');
        if (!customer) throw new Refusal(404, 'not-found', 'No such customer.');
        return ok(customer);
      },
    },
  ];
}

type MatchedBy = 'reference' | 'e-mail' | 'VAT number';

interface Answer {
  readonly id: string;
  readonly number: string;
  readonly existed: boolean;
  readonly matchedBy: MatchedBy | null;
}

type Known = Pick<ErpCustomer, 'vat' | 'email' | 'reference'>;

function keysOf({ vat, email, reference }: Known): { matchedBy: MatchedBy; key: string }[] {
  const all: [MatchedBy, string][] = [
    ['reference', reference],
    ['e-mail', email.toLowerCase()],
    ['VAT number', vat.toUpperCase().replace(/[^A-Z0-9]/g, '')],
  ];
  return all.flatMap(([matchedBy, value]) => (value === '' ? [] : [{ matchedBy, key: `${matchedBy} ${value}` }]));
}

/** What a known customer did not have yet, and the e-mail of one who is known by name; null when nothing is new. */
function learned(known: ErpCustomer, given: Known & Pick<ErpCustomer, 'company' | 'phone'>, by: MatchedBy): ErpCustomer | null {
  const next = {
    ...known,
    vat: known.vat || given.vat,
    email: by === 'reference' ? given.email || known.email : known.email || given.email,
    company: known.company || given.company,
    phone: known.phone || given.phone,
  };
  return JSON.stringify(next) === JSON.stringify(known) ? null : next;
}
