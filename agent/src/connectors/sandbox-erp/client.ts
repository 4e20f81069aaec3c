import { createRest, type RestApi } from '../../connector/rest.ts';
import type { Tools } from '../../connector/tools.ts';
import { refusal } from './refusals.ts';
import type { SandboxErpSettings } from './settings.ts';

export type ErpClient = RestApi;

export function createClient(settings: SandboxErpSettings, tools: Tools): ErpClient {
  return createRest(settings, tools, {
    keyUnknown: 'The ERP does not know this API key. Copy it again from the ERP.',
    readOnly: 'The API key may only read. Give it the right to write in the ERP.',
    refusal,
  });
}
