import { createHash } from 'node:crypto';

/** The longest id that the plugin's route takes. */
const LONGEST = 150;

/**
 * A foreign id as one part of a path: "SHP/1" becomes "SHP~2f1". Percent signs would not do, because web servers and WordPress decode them
 * once, twice or not at all. Different ids stay different.
 */
export function pathId(id: string): string {
  const escaped = [...Buffer.from(id, 'utf8')]
    .map((byte) => (PLAIN.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `~${byte.toString(16).padStart(2, '0')}`))
    .join('');
  if (escaped.length <= LONGEST && !/^\.+$/.test(escaped)) return escaped;
  return `~~${createHash('sha256').update(id).digest('hex')}`;
}

const PLAIN = /[A-Za-z0-9._-]/;
