import { mkdir, open, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** What every booked document has; `changed` is the books' own counter, which only grows. */
export interface Booked {
  id: string;
  changed: number;
}

export interface Feed<D> {
  readonly items: readonly D[];
  readonly cursor: string;
  readonly more: boolean;
}

/** The durable books of a peer: tables of documents, in memory and (with a data directory) in a journal file. */
export interface Books {
  table<D extends Booked>(name: string): ReadonlyMap<string, D>;
  /** Books a document, new or changed, and tells the listeners. */
  put(table: string, document: Booked): void;
  nextNumber(table: string): number;
  changedAfter<D extends Booked>(table: string, cursor: string | null, limit: number): Feed<D>;
  /** Resolves when all that was put so far is on disk. */
  settled(): Promise<void>;
  onPut(listener: (table: string, id: string) => void): void;
  close(): Promise<void>;
}

interface Table {
  documents: Map<string, Booked>;
  /** Every change in order; entries whose document has changed since are skipped when read. */
  changes: { changed: number; id: string }[];
  last: number;
}

export async function openBooks(name: string, directory: string | null): Promise<Books> {
  const tables = new Map<string, Table>();
  const listeners: ((table: string, id: string) => void)[] = [];
  let counter = 0;
  const tableOf = (key: string): Table => {
    const known = tables.get(key) ?? { documents: new Map(), changes: [], last: 0 };
    tables.set(key, known);
    return known;
  };
  const keep = (key: string, document: Booked): void => {
    const table = tableOf(key);
    table.documents.set(document.id, document);
    table.changes.push({ changed: document.changed, id: document.id });
    if (table.changes.length > 1000 && table.changes.length > table.documents.size * 8) {
      table.changes = table.changes.filter((entry) => table.documents.get(entry.id)?.changed === entry.changed);
    }
  };
  const journal =
    directory === null
      ? null
      : await openJournal(directory, name, (key, document) => {
          counter = Math.max(counter, document.changed);
          tableOf(key).last = Math.max(tableOf(key).last, Number(/(\d+)$/.exec(document.id)?.[1] ?? 0));
          keep(key, document);
        });
  return {
    table: <D extends Booked>(key: string) => tableOf(key).documents as unknown as ReadonlyMap<string, D>,
    put(key, document) {
      document.changed = ++counter;
      keep(key, document);
      journal?.append(JSON.stringify([key, document]));
      for (const listener of listeners) listener(key, document.id);
    },
    nextNumber: (key) => ++tableOf(key).last,
    changedAfter: <D extends Booked>(key: string, cursor: string | null, limit: number) => feed<D>(tableOf(key), cursor, limit),
    settled: () => journal?.settled() ?? Promise.resolve(),
    onPut: (listener) => void listeners.push(listener),
    close: async () => journal?.close(),
  };
}

function feed<D extends Booked>(table: Table, cursor: string | null, limit: number): Feed<D> {
  const after = cursor === null ? 0 : Number(cursor);
  let low = 0;
  for (let high = table.changes.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((table.changes[middle]?.changed ?? 0) <= after) low = middle + 1;
    else high = middle;
  }
  const items: D[] = [];
  let last = after;
  for (; low < table.changes.length; low += 1) {
    const entry = table.changes[low];
    const document = entry && table.documents.get(entry.id);
    if (!entry || document?.changed !== entry.changed) continue;
    if (items.length === limit) return { items, cursor: String(last), more: true };
    items.push(document as unknown as D);
    last = entry.changed;
  }
  return { items, cursor: String(last), more: false };
}

interface Journal {
  append(line: string): void;
  settled(): Promise<void>;
  close(): Promise<void>;
}

async function openJournal(directory: string, name: string, replay: (table: string, document: Booked) => void): Promise<Journal> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, `${name}.jsonl`);
  const text = await readFile(path, 'utf8').catch(() => '');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  for (const line of whole.split('\n')) {
    if (line === '') continue;
    const [table, document] = JSON.parse(line) as [string, Booked];
    replay(table, document);
  }
  const file = await open(path, 'a');
  // A line that a crash cut short was never answered for; it goes before new lines are added after it.
  if (whole.length < text.length) await file.truncate(Buffer.byteLength(whole));
  return groupCommit(file);
}

/** Lines that came in while the disk was busy are written and synced together. */
function groupCommit(file: FileHandle): Journal {
  let pending: string[] = [];
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  let closed = false;
  const flush = async (): Promise<void> => {
    const lines = pending;
    pending = [];
    // What a peer still does after its end was never on disk, as in a crash.
    if (lines.length === 0 || closed) return;
    await file.appendFile(`${lines.join('\n')}\n`);
    await file.datasync();
  };
  const settled = (): Promise<void> => {
    if (pending.length === 0) return running ?? Promise.resolve();
    next ??= (running ?? Promise.resolve()).then(() => {
      running = flush().finally(() => {
        running = null;
      });
      next = null;
      return running;
    });
    return next;
  };
  return {
    append: (line) => void pending.push(line),
    settled,
    async close() {
      await settled();
      closed = true;
      await running;
      await file.close();
    },
  };
}
