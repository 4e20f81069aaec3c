import { startCrossdock, type Crossdock } from '../../src/main.ts';
import { openSecrets } from '../../src/runtime/secrets.ts';
import { call, type Answered, type SignedCall } from './signed.ts';
import { HOOK_SECRET, mapSample, QUIET, startPeers, worldConfig, type Peers, type WorldOptions } from './world.ts';

/** Three peers and the whole product (API, proof, secrets) between them; doorbell and webhooks really ring at it. */
export interface Served extends Peers {
  readonly crossdock: Crossdock;
  readonly agent: Crossdock['agent'];
  readonly address: string;
  /** A call as the plugin makes it for a person with all rights. */
  ask(given: Omit<SignedCall, 'secret' | 'at'> & Partial<Pick<SignedCall, 'secret' | 'at'>>): Promise<Answered>;
}

export async function startServed(options: WorldOptions = {}, now: () => number = Date.now): Promise<Served> {
  const peers = await startPeers(options);
  const secret = 'sandbox-shared-secret';
  openSecrets(peers.dir).set('erp-key', peers.erp.key);
  const config = worldConfig(peers.dir, peers, { ...options, config: { api: { port: 0 }, ...options.config } });
  const erp = config.connections['erp' as keyof typeof config.connections];
  if (erp) erp.settings['apiKey'] = { $secret: 'erp-key' };
  const crossdock = await startCrossdock({ config, log: options.log ?? QUIET, now, proofSchedule: '* * * * * *' });
  await mapSample(crossdock.agent.database, options.unmapped);
  peers.store.ringAt(crossdock.address);
  peers.erp.hook(`${crossdock.address}/v1/hooks/erp`, HOOK_SECRET);
  peers.wms.hook(`${crossdock.address}/v1/hooks/wms`, HOOK_SECRET);
  const closePeers = peers.close;
  return Object.assign(peers, {
    crossdock,
    agent: crossdock.agent,
    address: crossdock.address,
    ask: (given: Omit<SignedCall, 'secret' | 'at'> & Partial<Pick<SignedCall, 'secret' | 'at'>>) =>
      call(crossdock.address, { secret, at: Date.now(), ...given }),
    close: async () => {
      await crossdock.stop();
      await closePeers();
    },
  });
}
