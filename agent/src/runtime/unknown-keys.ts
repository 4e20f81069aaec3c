import { z } from 'zod';

/** The part of a JSON Schema that says which members a value may have. */
interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: boolean | Shape;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
}

const shapes = new WeakMap<z.ZodType, Shape>();

/** Paths of members that the schema does not know ("orders.zeroTotals"), each with the name that is nearest to it or null; zod drops them in silence, but to a merchant a setting that does nothing is a fault. */
export function unknownKeys(schema: z.ZodType, value: unknown): { readonly path: string; readonly meant: string | null }[] {
  return [...walk(shapeOf(schema), value, '')];
}

/** The same in words, one sentence for each; empty when all members are known. */
export function unknownKeysInWords(schema: z.ZodType, value: unknown): string[] {
  return unknownKeys(schema, value).map(({ path, meant }) =>
    meant === null ? `${path}: there is no such setting.` : `${path}: there is no such setting; is "${meant}" meant?`,
  );
}

function shapeOf(schema: z.ZodType): Shape {
  const known = shapes.get(schema);
  if (known) return known;
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape;
  shapes.set(schema, made);
  return made;
}

function* walk(shape: Shape, value: unknown, path: string): Generator<{ path: string; meant: string | null }> {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) if (shape.items) yield* walk(shape.items, each, `${path}.${index}`);
    return;
  }
  if (shape.anyOf) {
    const fitting = shape.anyOf.find((one) => one.properties ?? one.additionalProperties ?? one.items);
    if (fitting) yield* walk(fitting, value, path);
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    const here = path === '' ? name : `${path}.${name}`;
    const known = memberOf(shape, name);
    if (known === null) yield { path: here, meant: nearest(name, Object.keys(shape.properties ?? {})) };
    else yield* walk(known, member, here);
  }
}

/** The shape of a member; null when the schema names its members and this is none of them. */
function memberOf({ properties, additionalProperties }: Shape, name: string): Shape | null {
  if (properties && Object.hasOwn(properties, name)) return properties[name] ?? {};
  if (additionalProperties === true || additionalProperties === undefined) return properties ? null : {};
  return additionalProperties === false ? null : additionalProperties;
}

function nearest(name: string, names: readonly string[]): string | null {
  const ranked = names.map((one) => ({ one, far: distance(name.toLowerCase(), one.toLowerCase()) })).sort((a, b) => a.far - b.far);
  const [best] = ranked;
  return best && best.far <= Math.max(2, Math.floor(name.length / 3)) ? best.one : null;
}

/** How many letters have to be added, dropped or changed (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
