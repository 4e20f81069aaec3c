import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { inflateRawSync } from 'node:zlib';

// The zip format's own numbers (APPNOTE 4.3): end of central directory, and the sizes of the fixed parts of its records.
const endOfDirectory = 0x06054b50;
const directoryRecord = 46;
const localRecord = 30;

/** Unpacks a zip file; written here because neither Node nor every machine brings one. Paths that lead outside are refused. */
export function unzip(zipPath: string, into: string): void {
  const zip = readFileSync(zipPath);
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== endOfDirectory) end -= 1;
  if (end < 0) throw new Error(`${zipPath} is not a zip file`);
  const entries = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < entries; i += 1) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + directoryRecord, at + directoryRecord + nameLength);
    writeEntry(zip, at, name, into);
    at += directoryRecord + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

function writeEntry(zip: Buffer, at: number, name: string, into: string): void {
  const target = normalize(name);
  if (target.startsWith('..') || target.startsWith('/')) throw new Error(`Unsafe path in zip: ${name}`);
  if (name.endsWith('/')) {
    mkdirSync(join(into, target), { recursive: true });
    return;
  }
  const method = zip.readUInt16LE(at + 10);
  const size = zip.readUInt32LE(at + 20);
  const local = zip.readUInt32LE(at + 42);
  const start = local + localRecord + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + size);
  mkdirSync(dirname(join(into, target)), { recursive: true });
  writeFileSync(join(into, target), method === 0 ? packed : inflateRawSync(packed));
}
