/** A plain Tryton client for tests, independent of the connector that is tested. Decimals come as strings, dates as ISO text. */
export interface TrytonClient {
  call<T = unknown>(method: string, ...params: unknown[]): Promise<T>;
  find<T = Record<string, unknown>>(model: string, domain: unknown[], fields: string[]): Promise<T[]>;
  button<T = unknown>(model: string, button: string, ids: number[]): Promise<T>;
  /** Runs a wizard of one form on a record and presses `action`. */
  wizard(name: string, record: readonly [model: string, id: number], action: string, data: object): Promise<void>;
}

type Typed = { __class__?: string } & Record<string, number | string>;

const two = (part: unknown): string => String(part).padStart(2, '0');

function revive(_key: string, value: unknown): unknown {
  const typed = value as Typed | null;
  if (typed === null || typeof typed !== 'object' || typed.__class__ === undefined) return value;
  const day = `${typed['year']}-${two(typed['month'])}-${two(typed['day'])}`;
  if (typed.__class__ === 'Decimal') return typed['decimal'];
  if (typed.__class__ === 'date') return day;
  if (typed.__class__ === 'datetime') return `${day}T${two(typed['hour'])}:${two(typed['minute'])}:${two(typed['second'])}Z`;
  return value;
}

/** Logs in; throws when Tryton answers with an error. */
export async function connectClient(url: string, db: string, user: string, password: string): Promise<TrytonClient> {
  const post = async (method: string, params: unknown[], authorization?: string): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) };
    const answer = await fetch(`${url}/${db}/`, { method: 'POST', headers, body: JSON.stringify({ id: 1, method, params }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method}: HTTP ${answer.status} ${text.slice(0, 300)}`);
    const body = JSON.parse(text, revive) as { result?: unknown; error?: unknown };
    if (body.error !== undefined) throw new Error(`${method}: ${JSON.stringify(body.error).slice(0, 500)}`);
    return body.result;
  };
  const [uid, key] = (await post('common.db.login', [user, { password }, 'en'])) as [number, string];
  const authorization = `Session ${Buffer.from(`${user}:${uid}:${key}`).toString('base64')}`;
  const context = (await post('model.res.user.get_preferences', [true, {}], authorization)) as Record<string, unknown>;
  const call = async <T>(method: string, ...params: unknown[]): Promise<T> =>
    (await post(method, [...params, context], authorization)) as T;
  return {
    call,
    find: (model, domain, fields) => call(`model.${model}.search_read`, domain, 0, null, [['id', 'ASC']], fields),
    button: (model, button, ids) => call(`model.${model}.${button}`, ids),
    wizard: async (name, [model, id], action, data) => {
      const within = { ...context, active_model: model, active_id: id, active_ids: [id] };
      const [wizard, start] = (await post(`wizard.${name}.create`, [within], authorization)) as [number, string];
      await post(`wizard.${name}.execute`, [wizard, {}, start, within], authorization);
      await post(`wizard.${name}.execute`, [wizard, { [start]: data }, action, within], authorization);
      await post(`wizard.${name}.delete`, [wizard, within], authorization);
    },
  };
}
