import { z } from 'zod';
import { ContractError } from '../../errors/errors.ts';
import { TrytonWarning } from './refusals.ts';
import type { Rpc } from './rpc.ts';

/** A yes or no; SQLite gives some of them as 0 or 1. */
export const Flag = z.union([z.boolean(), z.number(), z.null()]).transform(Boolean);

/** How a search is cut. */
export interface Cut {
  readonly limit?: number;
  readonly offset?: number;
  readonly order?: readonly (readonly [string, 'ASC' | 'DESC'])[];
}

/** Tryton's models, typed at the edge: the fields that are read are those of the schema. */
export interface Erp {
  readonly rpc: Rpc;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  search<S extends z.ZodRawShape>(
    model: string,
    domain: readonly unknown[],
    schema: z.ZodObject<S>,
    cut?: Cut,
  ): Promise<z.output<z.ZodObject<S>>[]>;
  create(model: string, values: readonly Record<string, unknown>[]): Promise<number[]>;
  write(model: string, ids: readonly number[], values: Record<string, unknown>): Promise<void>;
  remove(model: string, ids: readonly number[]): Promise<void>;
  /** Presses a button, accepting the warnings that we know. A button that is not allowed in the present state does nothing and says nothing, so read the state after it. */
  press(model: string, button: string, ids: readonly number[]): Promise<unknown>;
  /** Names of the fields that a model has in this database, out of those asked for. */
  fieldsOf(model: string, names: readonly string[]): Promise<ReadonlySet<string>>;
}

// Warnings that a person would answer with "yes" for goods that have already left or an order that is already paid.
const ACCEPTED_WARNINGS = [
  // stock_package_shipping: a shipment without a carrier.
  /^shipment_out_no_carrier_/,
  // sale_stock_quantity: the forecast is too low for the line; the order waits as a backorder.
  /^stock_quantity_warning_/,
  // stock: the day of shipping is tomorrow in the server's time zone.
  /\.effective_date_future$/,
];
const Fields = z.record(z.string(), z.unknown());
const MAX_WARNINGS = 200;

/** The models behind an RPC client. */
export function createErp(rpc: Rpc, now: () => number): Erp {
  // Modules come and go only when Tryton is updated, and the answer is large.
  const fields = new Map<string, ReadonlySet<string>>();
  const press = async (model: string, button: string, ids: readonly number[]): Promise<unknown> => {
    for (let warnings = 0; ; warnings++) {
      try {
        return await rpc.call(`model.${model}.${button}`, [ids]);
      } catch (error) {
        if (!(error instanceof TrytonWarning) || warnings >= MAX_WARNINGS || !isAccepted(error.warning)) throw error;
        await acceptWarning(rpc, error.warning);
      }
    }
  };
  return {
    rpc,
    now,
    press,
    search: async (model, domain, schema, cut = {}) => {
      const order = cut.order ?? [['id', 'ASC']];
      const params = [domain, cut.offset ?? 0, cut.limit ?? null, order, fieldNames(schema)];
      return shaped(z.array(schema), onceEach(await rpc.call(`model.${model}.search_read`, params, true)), `a search in ${model}`);
    },
    create: async (model, values) => shaped(z.array(z.number()), await rpc.call(`model.${model}.create`, [values]), `create in ${model}`),
    write: async (model, ids, values) => void (await rpc.call(`model.${model}.write`, [ids, values])),
    remove: async (model, ids) => void (await rpc.call(`model.${model}.delete`, [ids])),
    fieldsOf: async (model, names) => {
      const known =
        fields.get(model) ?? new Set(Object.keys(shaped(Fields, await rpc.call(`model.${model}.fields_get`, [[]], true), 'fields_get')));
      fields.set(model, known);
      return new Set(names.filter((name) => known.has(name)));
    },
  };
}

function isAccepted(warning: string): boolean {
  return ACCEPTED_WARNINGS.some((pattern) => pattern.test(warning));
}

async function acceptWarning(rpc: Rpc, name: string): Promise<void> {
  const { userId } = await rpc.login();
  await rpc.call('model.res.user.warning.create', [[{ user: userId, name, always: false }]]);
}

// A dotted field "currency.code" comes back as the object "currency."; the schema names the object.
function fieldNames(schema: z.ZodObject): string[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    if (!name.endsWith('.')) return [name];
    const inner = unwrapped(field);
    return inner instanceof z.ZodObject ? Object.keys(inner.shape).map((member) => name + member) : [];
  });
}

function unwrapped(field: unknown): unknown {
  return field instanceof z.ZodNullable || field instanceof z.ZodDefault ? unwrapped(field.unwrap()) : field;
}

/** The answer in its expected shape, or a ContractError that names the call and the field. */
export function shaped<T>(schema: z.ZodType<T>, answer: unknown, call: string): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ContractError({
    code: 'connection.contract-broken',
    message: `Tryton answered ${call} with an unexpected ${issue?.path.join('.') || 'value'}.`,
    facts: { call, issue: issue?.message ?? '' },
  });
}

// A proxy or a retry on the way may repeat rows; a search never has one twice.
function onceEach(answer: unknown): unknown {
  if (!Array.isArray(answer)) return answer;
  const seen = new Set<unknown>();
  return answer.filter((row: unknown) => {
    const id = typeof row === 'object' && row !== null && 'id' in row ? row.id : undefined;
    if (id === undefined || !seen.has(id)) return seen.add(id);
    return false;
  });
}
