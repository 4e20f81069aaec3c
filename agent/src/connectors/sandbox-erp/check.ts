import { z } from 'zod';
import type { CheckResult } from '../../connector/contract.ts';
import { parseRaw } from '../../connector/parse.ts';
import type { ErpClient } from './client.ts';

const Me = z.object({ system: z.string(), rights: z.array(z.string()), key: z.string() });
const Total = z.object({ total: z.number() });

/** Asks who we are and counts what we could map; a key that may only read is found here and not at the first order. */
export async function check(client: ErpClient): Promise<CheckResult> {
  const me = parseRaw(Me, await client.get('/me'), "The ERP's answer about the key");
  const { total: items } = parseRaw(Total, await client.get('/items', { limit: '1' }), "The ERP's list of items");
  const { total: warehouses } = parseRaw(Total, await client.get('/warehouses', { limit: '1' }), "The ERP's list of warehouses");
  const facts = { System: me.system, Rights: me.rights.join(', '), Items: String(items), Warehouses: String(warehouses) };
  if (!me.rights.includes('write'))
    return { ok: false, message: 'The API key may only read. Give it the right to write in the ERP.', facts };
  if (warehouses === 0) return { ok: false, message: 'The ERP answers, but it has no warehouse to ship from.', facts };
  return { ok: true, message: `Connected to ${me.system}.`, facts };
}
