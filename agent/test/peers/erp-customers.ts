import type { Books } from './books.ts';
import type { ErpCustomer } from './erp-documents.ts';
import { created, ok, Refusal, text, type Route } from './routing.ts';

const TABLE = 'customers';

/** Customers are matched by VAT number, then by e-mail, then by the reference of who asks; a customer whose name contains REFUSE is refused. */
export function customerRoutes(books: Books): Route[] {
  const customers = (): ReadonlyMap<string, ErpCustomer> => books.table<ErpCustomer>(TABLE);
  const byKey = new Map<string, string>();
  const keysOf = (customer: Pick<ErpCustomer, 'vat' | 'email' | 'reference'>): string[] =>
    [
      ['vat', customer.vat.toUpperCase().replace(/[^A-Z0-9]/g, '')],
      ['email', customer.email.toLowerCase()],
      ['reference', customer.reference],
    ].flatMap(([kind, value]) => (value ? [`${kind} ${value}`] : []));
  for (const customer of customers().values()) for (const key of keysOf(customer)) byKey.set(key, customer.id);
  const create = (body: Record<string, unknown>): { id: string; number: string; existed: boolean } => {
    const name = text(body, 'name');
    if (name === '' && text(body, 'company') === '') throw new Refusal(422, 'customer-refused', 'A customer needs a name.');
    if (`${name} ${text(body, 'company')}`.includes('REFUSE'))
      throw new Refusal(422, 'customer-refused', `The customer "${name}" is blocked by the credit department.`);
    const wanted = { vat: text(body, 'vat'), email: text(body, 'email'), reference: text(body, 'reference') };
    const found = keysOf(wanted).flatMap((key) => byKey.get(key) ?? [])[0];
    const known = found === undefined ? undefined : customers().get(found);
    if (known) return { id: known.id, number: known.number, existed: true };
    const id = `C-${10_000 + books.nextNumber(TABLE)}`;
    const customer: ErpCustomer = {
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
    };
    books.put(TABLE, customer);
    for (const key of keysOf(customer)) byKey.set(key, id);
    return { id, number: id, existed: false };
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
