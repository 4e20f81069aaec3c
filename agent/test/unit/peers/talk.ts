import { request } from 'undici';

export interface Said {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Speaks to a peer as any client would. */
export function talkTo(url: string, key: string) {
  const call = async (
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Said> => {
    const answer = await request(url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
  };
  return {
    get: (path: string) => call('GET', path),
    post: (path: string, body: unknown, headers?: Record<string, string>) => call('POST', path, body, headers),
    put: (path: string, body: unknown, headers?: Record<string, string>) => call('PUT', path, body, headers),
  };
}

export const SHIP_TO = { line1: 'Hauptstraße 5', country: 'DE' };

export function erpOrder(reference: string, customer: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const lines = [{ ref: '11', item: 'ERP-1001', quantity: '2', net: '20.00', taxes: [{ code: 'VAT20', amount: '4.00' }] }];
  return { reference, customer, currency: 'EUR', warehouse: 'WH1', lines, ...more };
}

export function wmsOrder(reference: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const lines = [{ ref: '11', item: 'MUG-BLUE', quantity: '3' }];
  return { reference, warehouse: 'MAIN', service: 'UPS-EXP', shipTo: SHIP_TO, lines, ...more };
}
