import { z } from 'zod';
import { CONNECTORS } from '../connectors/index.ts';
import { Config } from '../runtime/config.ts';
import { table, type Outcome } from './outcome.ts';

/** The part of a JSON Schema that the table shows. */
const Node = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  title: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  secret: z.boolean().optional(),
  get properties() {
    return z.record(z.string(), Node).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), Node]).optional();
  },
  get anyOf() {
    return z.array(Node).optional();
  },
});
type Node = z.infer<typeof Node>;

/** `crossdock config`: every setting of the file and of each connector, straight from the schemas that check them. */
export function settings(): Promise<Outcome> {
  const config = schemaOf(Config);
  const connectors = Object.fromEntries(CONNECTORS.map((connector) => [connector.id, schemaOf(connector.settings)]));
  const sections = [
    ['Configuration file', rowsOf(Node.parse(config), '')],
    ...CONNECTORS.map(({ id, title }) => [
      `connections.<name>.settings when "connector" is "${id}" (${title})`,
      rowsOf(Node.parse(connectors[id]), ''),
    ]),
  ] as [string, string[][]][];
  const text = sections.map(([title, rows]) => `${title}\n\n${table(rows)}`).join('\n\n');
  return Promise.resolve({ exit: 0, json: { config, connectors }, text });
}

function schemaOf(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
}

function rowsOf(node: Node, path: string, group = ''): string[][] {
  const words = [node.title, node.description].filter(Boolean).join('. ') || group;
  const children = Object.entries(node.properties ?? {});
  if (children.length > 0) return children.flatMap(([name, child]) => rowsOf(child, path === '' ? name : `${path}.${name}`, words));
  const each = node.additionalProperties;
  if (each && typeof each === 'object' && each.properties) return rowsOf(each, `${path}.<name>`, words);
  return [[path, typeOf(node), defaultOf(node), words]];
}

function typeOf(node: Node): string {
  if (node.secret) return 'secret';
  if (node.enum) return node.enum.map(String).join(' | ');
  if (node.anyOf) return [...new Set(node.anyOf.map(typeOf))].join(' | ');
  return Array.isArray(node.type) ? node.type.join(' | ') : (node.type ?? 'any');
}

function defaultOf(node: Node): string {
  if (node.default === undefined) return '';
  const text = JSON.stringify(node.default);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
