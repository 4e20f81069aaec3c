/** One place where two documents differ: `path` names it ("lines[11].itemCode"), `field` the same without which line it is ("lines[].itemCode"); a side that has nothing there is null. */
export interface Difference {
  readonly path: string;
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** One field over many documents: how often which value stands for which, most frequent first, with one document as an example. */
export interface FieldDifference {
  readonly field: string;
  readonly documents: number;
  readonly pairs: readonly {
    readonly before: string | null;
    readonly after: string | null;
    readonly count: number;
    readonly example: string;
  }[];
}

/** All places where two documents differ, field by field. Members of lists are matched by their `id` where they have one, else by their place. */
export function diffDocuments(before: unknown, after: unknown): Difference[] {
  return [...differences(before, after, '', '')];
}

function* differences(before: unknown, after: unknown, path: string, field: string): Generator<Difference> {
  if (isRecord(before) && isRecord(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
      yield* differences(before[name], after[name], join(path, name), join(field, name));
  } else if (Array.isArray(before) && Array.isArray(after)) {
    yield* inLists(before, after, path, field);
  } else if (text(before) !== text(after)) {
    yield { path, field, before: text(before), after: text(after) };
  }
}

function* inLists(before: readonly unknown[], after: readonly unknown[], path: string, field: string): Generator<Difference> {
  const [ours, theirs] = [byName(before), byName(after)];
  for (const name of new Set([...ours.keys(), ...theirs.keys()]))
    yield* differences(ours.get(name), theirs.get(name), `${path}[${name}]`, `${field}[]`);
}

function byName(list: readonly unknown[]): Map<string, unknown> {
  return new Map(list.map((each, place) => [isRecord(each) && typeof each['id'] === 'string' ? each['id'] : String(place), each]));
}

/** Money is one value: amount and currency told apart would say less. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && !isAmount(value);
}

function isAmount(value: object): boolean {
  return 'minor' in value && 'currency' in value;
}

function text(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object') return String(value);
  if ('minor' in value && 'currency' in value) return `${String(value.minor)} ${String(value.currency)}`;
  return JSON.stringify(value);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Sums up differences of many documents by field, fields in the order in which they first differed. */
export function sumUp(documents: readonly { readonly name: string; readonly differences: readonly Difference[] }[]): FieldDifference[] {
  const fields = new Map<
    string,
    { documents: Set<string>; pairs: Map<string, { before: string | null; after: string | null; count: number; example: string }> }
  >();
  for (const { name, differences } of documents) {
    for (const { field, before, after } of differences) {
      const known = fields.get(field) ?? { documents: new Set<string>(), pairs: new Map() };
      fields.set(field, known);
      known.documents.add(name);
      const key = JSON.stringify([before, after]);
      const pair = known.pairs.get(key);
      if (pair) pair.count += 1;
      else known.pairs.set(key, { before, after, count: 1, example: name });
    }
  }
  return [...fields].map(([field, { documents: names, pairs }]) => ({
    field,
    documents: names.size,
    pairs: [...pairs.values()].sort((a, b) => b.count - a.count),
  }));
}
