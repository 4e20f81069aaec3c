import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../../e2e/setup/free-port.ts';
import { runCli } from '../../../src/cli/program.ts';
import { startSandboxErp, type SandboxErp } from '../../peers/erp.ts';
import { SAMPLE_ERP, SAMPLE_WMS } from '../../peers/sample-seeds.ts';
import { startSandboxStore, type SandboxStore } from '../../peers/sandbox-store.ts';
import { startSandboxWms, type SandboxWms } from '../../peers/wms.ts';

/** Three real peers and a folder with a configuration file: all that the command needs. */
export interface ShopFloor {
  readonly dir: string;
  readonly file: string;
  readonly port: number;
  readonly store: SandboxStore;
  readonly erp: SandboxErp;
  readonly wms: SandboxWms;
  config(): Record<string, unknown>;
  change(change: (config: Record<string, unknown>) => void): void;
  close(): Promise<void>;
}

export async function openShopFloor(): Promise<ShopFloor> {
  const dir = mkdtempSync(join(tmpdir(), 'crossdock-cli-'));
  const file = join(dir, 'crossdock.json');
  const [store, erp, wms] = await Promise.all([
    startSandboxStore(),
    startSandboxErp({ latency: 0, work: 0, seed: SAMPLE_ERP }),
    startSandboxWms({ latency: 0, work: 0, seed: SAMPLE_WMS }),
  ]);
  const config = (): Record<string, unknown> => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  return {
    dir,
    file,
    port: await freePort(),
    store,
    erp,
    wms,
    config,
    change: (change) => {
      const value = config();
      change(value);
      writeFileSync(file, JSON.stringify(value));
    },
    close: async () => {
      await Promise.all([store.close(), erp.close(), wms.close()]);
      rmSync(dir, { recursive: true });
    },
  };
}

export interface Said {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  /** What was said with --json. */
  readonly json: Record<string, unknown>;
}

/** Runs the command in this process as a person would type it. */
export async function say(file: string, argv: readonly string[], secret = ''): Promise<Said> {
  let out = '';
  let err = '';
  const exit = await runCli(argv, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    env: { CROSSDOCK_CONFIG: file },
    readSecret: () => Promise.resolve(secret),
    now: Date.now,
  });
  return { exit, out, err, json: argv.includes('--json') ? (JSON.parse(out) as Record<string, unknown>) : {} };
}
