import { createReduxStore, register } from '@wordpress/data';
import type { Problem } from './problem.ts';
import { toProblem } from './problem.ts';
import { request } from './request.ts';
import { EMPTY, reduce, UNKNOWN } from './resource.ts';
import type { Action, Outage, Resource, State } from './resource.ts';

interface Thunk {
  readonly dispatch: (action: Action) => unknown;
  readonly registry: object;
}

type UnderWay = Map<string, Promise<Problem | null>>;
const underWayIn = new WeakMap<object, UnderWay>();

function underWayOf(registry: object): UnderWay {
  const known = underWayIn.get(registry) ?? new Map();
  underWayIn.set(registry, known);
  return known;
}

async function fetchInto(path: string, dispatch: Thunk['dispatch']): Promise<Problem | null> {
  try {
    const data = await request(path);
    dispatch({ type: 'received', path, data, at: Date.now() });
    return null;
  } catch (thrown) {
    const problem = toProblem(thrown);
    dispatch({ type: 'failed', path, problem, at: Date.now() });
    return problem;
  }
}

const actions = {
  /** Reads a path; two askers at the same time share one call. Resolves with the problem, or null. */
  load:
    (path: string) =>
    ({ dispatch, registry }: Thunk): Promise<Problem | null> => {
      const underWay = underWayOf(registry);
      const running = underWay.get(path);
      if (running) return running;
      const promise = fetchInto(path, dispatch).finally(() => underWay.delete(path));
      underWay.set(path, promise);
      return promise;
    },
  /** Makes everything that is on the screen be read again at once. */
  nudge: (): Action => ({ type: 'nudged' }),
};

const selectors = {
  resource: (state: State, path: string | null): Resource => (path === null ? UNKNOWN : (state.resources[path] ?? UNKNOWN)),
  outage: (state: State): Outage | null => state.outage,
  nudges: (state: State): number => state.nudges,
};

export const store = createReduxStore('crossdock', { reducer: reduce, actions, selectors, initialState: EMPTY });
register(store);
