import type { MirrorRow } from '../../../agent/src/protocol/shop.ts';

/** The status row that the plugin prints with the page, or null when the agent has not written one yet or it cannot be read. */
export function readMirror(json: string | undefined): MirrorRow | null {
  if (!json) return null;
  try {
    const row: unknown = JSON.parse(json);
    return typeof row === 'object' && row !== null && 'stage' in row ? (row as MirrorRow) : null;
  } catch {
    return null;
  }
}
