import type { Booked, Books } from './books.ts';
import { created, ok, Refusal, text, type PeerRequest, type Reply, type Route } from './routing.ts';

interface Document extends Booked {
  number: string;
  reference: string;
}

/** The documents of one table, each with a number of its own and a reference that is unique among those that have one. */
export interface Register<D extends Document> {
  all(): readonly D[];
  /** By id or reference. */
  get(name: string): D | undefined;
  find(name: string): D;
  /** The document that a control means: the newest one when it gives no name. */
  named(name: string): D;
  /** Books a new document under the next number. */
  enter(make: (id: string) => D): D;
  /** The same from outside: the reference is what makes a document unique; the idempotency key only says that the sender knows that it repeats itself. */
  create(request: PeerRequest, make: (id: string) => D): { readonly document: D; readonly reply: () => Reply };
  readonly routes: readonly Route[];
}

export function openRegister<D extends Document>(books: Books, table: string, prefix: string, what: string): Register<D> {
  const documents = (): ReadonlyMap<string, D> => books.table<D>(table);
  const byReference = new Map([...documents().values()].map((document) => [document.reference, document.id]));
  byReference.delete('');
  const get = (name: string): D | undefined => documents().get(name) ?? documents().get(byReference.get(name) ?? '');
  const find = (name: string): D => {
    const known = get(name);
    if (!known) throw new Refusal(404, 'not-found', `There is no ${what} "${name}".`);
    return known;
  };
  const enter = (make: (id: string) => D): D => {
    const document = make(`${prefix}-${String(books.nextNumber(table)).padStart(6, '0')}`);
    if (document.reference !== '') byReference.set(document.reference, document.id);
    books.put(table, document);
    return document;
  };
  return {
    all: () => [...documents().values()],
    get,
    find,
    named: (name) => (name === '' ? ([...documents().values()].at(-1) ?? find(name)) : find(name)),
    enter,
    create(request, make) {
      const reference = text(request.body, 'reference');
      if (reference === '') throw new Refusal(422, 'reference-missing', `The ${what} has no reference.`);
      const known = get(reference);
      if (known && request.headers['idempotency-key'] === undefined)
        throw new Refusal(409, 'reference-exists', `"${reference}" is booked already.`, { id: known.id });
      if (known) return { document: known, reply: () => ok({ ...known, existed: true }) };
      const document = enter(make);
      return { document, reply: () => created({ ...document, existed: false }) };
    },
    routes: [
      { method: 'GET', path: `/${table}`, run: ({ query }) => ok(list(books, table, get, query)) },
      { method: 'GET', path: `/${table}/:id`, run: ({ params }) => ok(find(params['id'] ?? '')) },
    ],
  };
}

function list<D extends Document>(books: Books, table: string, get: (name: string) => D | undefined, query: URLSearchParams): unknown {
  const reference = query.get('reference');
  if (reference === null) return books.changedAfter<D>(table, query.get('changed_after'), Math.min(Number(query.get('limit') ?? 100), 500));
  const document = get(reference);
  return { items: document?.reference === reference ? [document] : [], cursor: null, more: false };
}
