import { hash } from 'node:crypto';

/** A short stable hash of a JSON value: same meaning, same text, whatever the order of the keys. */
export function fingerprint(value: unknown): string {
  return hash('sha256', canonicalJson(value), 'base64url').slice(0, 22);
}

/** JSON with sorted keys; undefined members are dropped. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member === undefined) continue;
    text += text === '' ? quoted(key) : `,${quoted(key)}`;
    text += typeof member === 'string' ? JSON.stringify(member) : canonicalJson(member);
  }
  return `{${text}}`;
}

const MOST_NAMES = 2000;
const names = new Map<string, string>();

/** The same few names come again and again; those that come from outside must not fill the memory. */
function quoted(key: string): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(key)}:`;
  if (names.size < MOST_NAMES) names.set(key, text);
  return text;
}
