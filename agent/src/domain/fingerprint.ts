import { hash } from 'node:crypto';

/** A short stable hash of a JSON value: same meaning, same text, whatever the order of the keys. */
export function fingerprint(value: unknown): string {
  return hash('sha256', canonicalJson(value), 'base64url').slice(0, 22);
}

/** JSON with sorted keys; undefined members are dropped. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  return Array.isArray(value) ? ofList(value) : ofMembers(value as Readonly<Record<string, unknown>>);
}

function ofList(list: readonly unknown[]): string {
  let text = '[';
  for (let at = 0; at < list.length; at += 1) text += at === 0 ? canonicalJson(list[at]) : `,${canonicalJson(list[at])}`;
  return `${text}]`;
}

function ofMembers(members: Readonly<Record<string, unknown>>): string {
  const { sorted, texts } = orderOf(Object.keys(members));
  let text = '';
  for (let at = 0; at < sorted.length; at += 1) {
    const member = members[sorted[at] ?? ''];
    if (member === undefined) continue;
    text += `${text === '' ? '{' : ','}${texts[at]}${typeof member === 'string' ? quoted(member) : canonicalJson(member)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

/** Letters, digits and such need no escapes, and asking is quicker than JSON.stringify. */
function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

const PLAIN = /^[ !#-[\]-~]*$/;

/** The names of an object's members as they come, sorted, and as text with their colon. */
interface Names {
  readonly keys: readonly string[];
  readonly sorted: readonly string[];
  readonly texts: readonly string[];
}

const MOST_SHAPES = 16;
const shapes = new Map<number, Names[]>();

/** The same few kinds of objects come again and again; those that come from outside must not fill the memory. */
function orderOf(keys: readonly string[]): Names {
  const known = shapes.get(keys.length) ?? [];
  for (const names of known) if (isSame(names.keys, keys)) return names;
  const sorted = [...keys].sort();
  const names = { keys, sorted, texts: sorted.map((key) => `${JSON.stringify(key)}:`) };
  if (keys.length < 40 && known.length < MOST_SHAPES) shapes.set(keys.length, [...known, names]);
  return names;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}
