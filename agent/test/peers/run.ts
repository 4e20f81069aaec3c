import { parseArgs } from 'node:util';
import { startSandboxErp } from './erp.ts';
import { SAMPLE_ERP, SAMPLE_WMS } from './sample-seeds.ts';
import { startSandboxStore } from './sandbox-store.ts';
import { startSandboxWms } from './wms.ts';
import type { Span } from './waits.ts';

const USAGE =
  'Usage: node agent/test/peers/run.ts erp|wms|store [--port 0] [--data DIR] [--latency MS|MIN-MAX] [--work MS|MIN-MAX] [--no-seed]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '0' },
    data: { type: 'string' },
    latency: { type: 'string' },
    work: { type: 'string' },
    'no-seed': { type: 'boolean', default: false },
  },
});

function span(given: string | undefined): Span | undefined {
  if (given === undefined) return undefined;
  const [low, high] = given.split('-').map(Number);
  if (low === undefined || Number.isNaN(low)) throw new Error(USAGE);
  return high === undefined ? low : [low, high];
}

async function main(): Promise<void> {
  const [kind] = positionals;
  if (kind !== 'erp' && kind !== 'wms' && kind !== 'store') throw new Error(USAGE);
  const latency = span(values.latency);
  if (kind === 'store') {
    const shop = await startSandboxStore({ port: Number(values.port), ...(latency === undefined ? {} : { latencyMs: latency }) });
    return announce({ peer: kind, url: shop.url, port: shop.port, settings: shop.settings }, shop);
  }
  const work = span(values.work);
  const options = {
    port: Number(values.port),
    ...(values.data === undefined ? {} : { data: values.data }),
    ...(latency === undefined ? {} : { latency }),
    ...(work === undefined ? {} : { work }),
  };
  const seeded = !values['no-seed'];
  const peer =
    kind === 'erp'
      ? await startSandboxErp({ ...options, ...(seeded ? { seed: SAMPLE_ERP } : {}) })
      : await startSandboxWms({ ...options, ...(seeded ? { seed: SAMPLE_WMS } : {}) });
  announce({ peer: kind, url: peer.url, port: peer.port, key: peer.key, readOnlyKey: peer.readOnlyKey }, peer);
}

function announce(address: object, peer: { close(): Promise<void> }): void {
  process.stdout.write(`${JSON.stringify(address)}\n`);
  const end = (): void => void peer.close().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

main().catch((cause: unknown) => {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
});
