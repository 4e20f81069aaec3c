import {
  DecideAnswer,
  DecideRequest,
  ExceptionList,
  ExceptionQuery,
  RetryAnswer,
  RetryRequest,
} from '../../../agent/src/protocol/exceptions.ts';
import { MappingDelete, MappingList, MappingRow, MappingSave, MappingSaved, OptionList } from '../../../agent/src/protocol/mappings.ts';
import { OrderDetail, OrderList, OrderRetryAnswer } from '../../../agent/src/protocol/orders.ts';
import type { ShopState } from './state.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

const ok = (body: unknown): Answer => ({ status: 200, body });
const problem = (status: number, code: string, message: string): Answer => ({ status, body: { code, message, data: { status } } });

/** Answers as plugin and agent do; every question and every answer has to fit the protocol. */
export function answer(state: ShopState, call: Call): Answer {
  if (call.path === '/state')
    return ok({
      paired: state.paired,
      fenced: state.fenced,
      agentUrl: 'http://127.0.0.1:7373',
      fence_reasons: state.fenced ? ['address'] : [],
    });
  if (call.path === '/pairing-code') {
    const expires = new Date(Date.now() + 600_000).toISOString();
    return ok({ code: 'ABCD-1234', expires_at: expires, command: 'crossdock pair https://shop.example ABCD-1234' });
  }
  if (state.agentDown) return problem(503, 'crossdock_agent_down', 'The agent does not answer.');
  const path = call.path.replace(/^\/agent\//, '');
  if (path === 'status') return ok(state.status);
  if (path.startsWith('exceptions')) return exceptions(state, path, call);
  if (path.startsWith('mappings/')) return mappings(state, path, call);
  if (path.startsWith('options/')) return ok(OptionList.parse({ options: state.options, message: null }));
  if (path.startsWith('orders')) return orders(state, path);
  return problem(404, 'api.not-found', `No such path: ${call.path}`);
}

function exceptions(state: ShopState, path: string, call: Call): Answer {
  if (path === 'exceptions/retry') {
    const { ids } = RetryRequest.parse(call.body);
    return ok(RetryAnswer.parse({ retried: ids.length }));
  }
  const decided = /^exceptions\/([^/]+)\/decide$/.exec(path);
  if (decided) return decide(state, decodeURIComponent(decided[1] ?? ''), DecideRequest.parse(call.body).choice);
  const query = ExceptionQuery.parse(Object.fromEntries(call.query));
  const items = state.exceptions.filter((row) => (!query.class || row.class === query.class) && (!query.q || row.title.includes(query.q)));
  return ok(ExceptionList.parse({ items, next: null, counts: { open: state.exceptions.length, byClass: { business: 1 } } }));
}

function decide(state: ShopState, id: string, choice: string): Answer {
  const all = [...state.exceptions, ...state.orders.flatMap((detail) => detail.exceptions)];
  const row = all.find((one) => one.id === id);
  if (!row?.choices.some((one) => one.id === choice)) return problem(409, 'api.conflict', 'This exception has closed meanwhile.');
  state.exceptions = state.exceptions.filter((one) => one.id !== id);
  return ok(DecideAnswer.parse({ decided: true }));
}

function mappings(state: ShopState, path: string, call: Call): Answer {
  if (path.endsWith('/delete')) {
    const gone = MappingDelete.parse(call.body);
    state.mappings = state.mappings.filter((row) => row.key !== gone.key);
    return ok({ deleted: true });
  }
  if (call.method === 'PUT') return saveMapping(state, path, MappingSave.parse(call.body));
  const q = call.query.get('q') ?? '';
  return ok(MappingList.parse({ items: state.mappings.filter((row) => row.key.includes(q)), missing: state.missing, next: null }));
}

function saveMapping(state: ShopState, path: string, draft: MappingSave): Answer {
  const stored = state.mappings.find((row) => row.key === draft.key);
  if ((stored?.version ?? null) !== draft.version) return problem(409, 'api.conflict', 'The row was changed after it was shown.');
  const row = MappingRow.parse({
    ...draft,
    kind: path.split('/')[1],
    version: (draft.version ?? 0) + 1,
    updatedAt: new Date().toISOString(),
    updatedBy: 'you',
  });
  state.mappings = [...state.mappings.filter((other) => other.key !== row.key), row];
  const woke = state.missing.find((missing) => missing.key === row.key)?.waiting ?? 0;
  state.missing = state.missing.filter((missing) => missing.key !== row.key);
  state.exceptions = state.exceptions.filter((exception) => exception.missing?.key !== row.key);
  return ok(MappingSaved.parse({ row, woke }));
}

function orders(state: ShopState, path: string): Answer {
  const [, id, verb] = path.split('/');
  if (id === undefined) {
    const items = state.orders.map((detail) => ({ ...detail.order, exceptions: detail.exceptions.length }));
    return ok(OrderList.parse({ items, next: null }));
  }
  if (verb === 'retry') return ok(OrderRetryAnswer.parse({ retried: true }));
  const found = state.orders.find((detail) => detail.order.orderId === id);
  return found ? ok(OrderDetail.parse(found)) : problem(404, 'api.not-found', 'This order is not known.');
}
