import { ConfigurationError } from '../errors/errors.ts';
import type { Io, Outcome } from './outcome.ts';
import type { Setup } from './setup.ts';

/** `crossdock secret set`: the value never comes from the command line, where other users and the shell's history would see it. */
export async function setSecret({ secrets }: Setup, name: string, io: Io): Promise<Outcome> {
  const value = await io.readSecret(`Value of ${name} (not shown): `);
  if (value === '') throw new ConfigurationError({ code: 'config.invalid', message: `Nothing was given, so "${name}" was not stored.` });
  secrets.set(name, value);
  return { exit: 0, json: { stored: name }, text: `Stored "${name}". Restart the agent if it is running.` };
}

export function listSecrets({ secrets }: Setup): Promise<Outcome> {
  const names = secrets.names();
  return Promise.resolve({ exit: 0, json: { names }, text: names.length === 0 ? 'No secret is stored.' : names.join('\n') });
}

export function removeSecret({ secrets }: Setup, name: string): Promise<Outcome> {
  const removed = secrets.remove(name);
  const text = removed ? `Removed "${name}".` : `No secret "${name}" is stored.`;
  return Promise.resolve({ exit: removed ? 0 : 1, json: { removed }, text });
}
