/** A call that the peer understood. */
export interface PeerRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Record<string, unknown>;
  readonly mayWrite: boolean;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** "/sales-orders/:id/cancel"; routes that start with "/_" are for people and tests: no key, no faults. */
  readonly path: string;
  readonly run: (request: PeerRequest) => Reply | Promise<Reply>;
}

/** A "no" with a code of the peer's own. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;

  constructor(status: number, code: string, message: string, more: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.body = { code, message, ...more };
  }
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

export function createRouter(routes: readonly Route[]): (method: string, path: string) => Match | null {
  const compiled = routes.map((route) => ({ route, parts: route.path.split('/') }));
  return (method, path) => {
    const given = path.split('/');
    for (const { route, parts } of compiled) {
      if (route.method !== method || parts.length !== given.length) continue;
      const params: Record<string, string> = {};
      const fits = parts.every((part, at) => {
        const value = given[at] ?? '';
        if (!part.startsWith(':')) return part === value;
        params[part.slice(1)] = decodeURIComponent(value);
        return value !== '';
      });
      if (fits) return { route, params };
    }
    return null;
  };
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });

export function text(body: Record<string, unknown>, field: string): string {
  const value = body[field];
  return typeof value === 'string' ? value.trim() : '';
}

export function rows(body: Record<string, unknown>, field: string): Record<string, unknown>[] {
  const value = body[field];
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}
