import { join, resolve } from 'node:path';
import { CONNECTORS } from '../connectors/index.ts';
import { loadConfig, type Config } from '../runtime/config.ts';
import { openSecrets, resolveSecrets, type Secrets } from '../runtime/secrets.ts';

/** The files that a command works with. */
export interface Setup {
  readonly file: string;
  readonly config: Config;
  readonly secrets: Secrets;
  readonly databaseFile: string;
}

/** Which configuration file is meant: the option, else CROSSDOCK_CONFIG, else ./crossdock.json. */
export function configFile(option: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  return resolve(option ?? env['CROSSDOCK_CONFIG'] ?? 'crossdock.json');
}

export function openSetup(file: string): Setup {
  const config = loadConfig(file);
  return { file, config, secrets: openSecrets(config.dataDir), databaseFile: join(config.dataDir, 'crossdock.sqlite') };
}

/** The secret with which the paired shop, and so this command too, signs calls to the agent; null before pairing. */
export function sharedSecretOf({ config, secrets }: Setup): string | null {
  for (const { connector, settings } of Object.values(config.connections)) {
    const isStore = CONNECTORS.find((one) => one.id === connector)?.role === 'store';
    const secret = isStore ? resolveSecrets({ value: settings['sharedSecret'] }, secrets).value : null;
    if (typeof secret === 'string' && secret !== '') return secret;
  }
  return null;
}
