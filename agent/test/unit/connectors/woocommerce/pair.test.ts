import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pairShop } from '../../../../src/connectors/woocommerce/pair.ts';
import { startSandboxStore, type SandboxStore } from '../../../peers/sandbox-store.ts';
import { testTools, type TestTools } from '../../../support/tools.ts';

let store: SandboxStore;
let tools: TestTools;
beforeEach(async () => {
  store = await startSandboxStore();
  tools = testTools('shop');
});
afterEach(async () => {
  await tools.close();
  await store.close();
});

const pair = (code: string, url = store.url) => pairShop({ url, code, agentUrl: 'http://127.0.0.1:9', version: '0.1.0', http: tools.http });

describe('pairing', () => {
  it('exchanges a code for the keys, once', async () => {
    const code = store.pairingCode();
    const answer = await pair(code, `${store.url}/`);
    expect(answer).toMatchObject({ consumer_key: store.settings.consumerKey, site: { home_url: store.url } });
    await expect(pair(code)).rejects.toMatchObject({ name: 'RejectedError', code: 'pair.code-invalid' });
  });

  it('says in words that a code is wrong', async () => {
    await expect(pair('WRONG')).rejects.toThrow(/did not accept the code: This pairing code is wrong/);
  });

  it('says that the plugin is missing where there is none', async () => {
    await expect(pair('X', `${store.url}/blog`)).rejects.toMatchObject({ code: 'connection.settings-invalid' });
  });

  it('says that the shop cannot be reached', async () => {
    await store.close();
    await expect(pair('X')).rejects.toMatchObject({ code: 'connection.unreachable' });
  });
});
