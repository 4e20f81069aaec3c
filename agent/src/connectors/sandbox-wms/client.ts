import { createRest, type RestApi } from '../../connector/rest.ts';
import type { Tools } from '../../connector/tools.ts';
import { refusal } from './refusals.ts';
import type { SandboxWmsSettings } from './settings.ts';

export type WmsClient = RestApi;

export function createClient(settings: SandboxWmsSettings, tools: Tools): WmsClient {
  return createRest(settings, tools, {
    keyUnknown: 'The warehouse does not know this API key. Copy it again from the warehouse system.',
    readOnly: 'The API key may only read. Give it the right to write in the warehouse system.',
    refusal,
  });
}
