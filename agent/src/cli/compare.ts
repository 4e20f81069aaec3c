import { existsSync } from 'node:fs';
import { CONNECTORS } from '../connectors/index.ts';
import { openForReading } from '../database/database.ts';
import { ConnectionId } from '../domain/reference.ts';
import { ConfigurationError } from '../errors/errors.ts';
import type { FieldDifference } from '../insight/document-diff.ts';
import { compareOrders, summarize, type ComparedOrder, type Comparison } from '../insight/other-erp.ts';
import { table, type Outcome } from './outcome.ts';
import { readPeriod, type Period } from './period.ts';
import type { Setup } from './setup.ts';

const SHOWN = 10;

/** `crossdock compare`: what another ERP connection would get for past orders, beside what the first one has. Reads only the books. */
export async function compare(setup: Setup, erp: string, given: Period): Promise<Outcome> {
  const id = requireErp(setup, erp);
  const { since, until } = readPeriod(given);
  if (!existsSync(setup.databaseFile))
    return { exit: 1, json: { orders: 0 }, text: 'The agent has no books yet, so there is nothing to compare. Start it: crossdock run' };
  const db = openForReading(setup.databaseFile);
  try {
    const orders: ComparedOrder[] = [];
    const period = { since: since === null ? null : Date.parse(since), until: until === null ? null : Date.parse(until) };
    for await (const order of compareOrders(db, setup.config.orders, id, period)) orders.push(order);
    const comparison = summarize(orders);
    const ok = comparison.equal === comparison.orders;
    return { exit: ok ? 0 : 1, json: { erp: id, since, until, ...comparison, details: orders }, text: wordsFor(id, comparison) };
  } finally {
    await db.destroy();
  }
}

function requireErp({ config }: Setup, erp: string): ConnectionId {
  const id = ConnectionId.safeParse(erp);
  const connection = id.success ? config.connections[id.data] : undefined;
  if (id.success && connection && CONNECTORS.find((one) => one.id === connection.connector)?.role === 'erp') return id.data;
  const erps = Object.entries(config.connections)
    .filter(([, one]) => CONNECTORS.find(({ id: name }) => name === one.connector)?.role === 'erp')
    .map(([name]) => name);
  const message = `--erp names "${erp}", which is not a connection to an ERP. There are: ${erps.join(', ') || 'none'}.`;
  throw new ConfigurationError({ code: 'config.invalid', message });
}

function wordsFor(erp: string, { orders, equal, codes, contents, missing }: Comparison): string {
  if (orders === 0) return `No order of this time is in another ERP than "${erp}", so there is nothing to compare.`;
  const head = `${orders} ${orders === 1 ? 'order' : 'orders'} compared with what "${erp}" would get; ${equal} would be the same but for codes.`;
  const parts = [
    head,
    ...contents.map((field) => fieldTable(field, '! differs')),
    ...codes.map((field) => fieldTable(field, 'codes')),
    ...(missing.length === 0 ? [] : [missingTable(missing)]),
  ];
  return [
    ...parts,
    equal === orders ? '✓ Nothing but codes differs.' : `! ${orders - equal} of ${orders} orders need a look before a cut-over.`,
  ].join('\n\n');
}

function fieldTable({ field, documents, pairs }: FieldDifference, what: string): string {
  const rows = pairs
    .slice(0, SHOWN)
    .map((pair) => [pair.before ?? '–', '→', pair.after ?? '–', `${pair.count} ×`, `order ${pair.example}`]);
  const more = pairs.length > SHOWN ? `\n  … and ${pairs.length - SHOWN} more; --json names them all.` : '';
  return `${field} (${what}, in ${documents} ${documents === 1 ? 'order' : 'orders'})\n${table(rows)}${more}`;
}

function missingTable(missing: Comparison['missing']): string {
  const rows = missing.map(({ key, orders, example }) => {
    const [kind = '', , ...rest] = key.split('|');
    return [kind, rest.join('|'), `${orders} ${orders === 1 ? 'order' : 'orders'}`, `order ${example}`];
  });
  return `Missing mappings\n${table(rows)}`;
}
