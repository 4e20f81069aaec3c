import { readFileSync } from 'node:fs';

/** This release of Crossdock; the path is the same from the sources and from the build. */
export const VERSION: string = readVersion();

function readVersion(): string {
  const found: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  return typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : '0.0.0';
}
