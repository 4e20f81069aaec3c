import type { Site } from '../../../e2e/setup/site.ts';
import { pairShop } from '../../src/connectors/woocommerce/pair.ts';
import { testTools } from './tools.ts';

/** Settings of a connection to a WordPress site with the plugin, by its one-time code. */
export interface PairedSite {
  readonly url: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly sharedSecret: string;
}

/** Pairs as a person would; the doorbell rings where nobody listens, so the agent finds changes by its polls. */
export async function pairSite(site: Site): Promise<PairedSite> {
  const tools = testTools('shop', { timeoutMs: 30_000 });
  const code = await site.php("echo Crossdock\\Agent\\PairingCode::make()['code'];");
  const answer = await pairShop({ url: site.url, code, agentUrl: 'http://127.0.0.1:9', version: '0.1.0', http: tools.http });
  await tools.close();
  const { consumer_key: consumerKey, consumer_secret: consumerSecret, shared_secret: sharedSecret } = answer;
  return { url: answer.site.home_url, consumerKey, consumerSecret, sharedSecret };
}
