import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { waitUntil } from './wait-until.ts';

export interface ProcessGroup {
  readonly pid: number;
  /** True once the leader has ended. */
  ended(): boolean;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const running = new Set<number>();
let watching = false;

function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

function watchExit(): void {
  if (watching) return;
  watching = true;
  process.on('exit', () => running.forEach((pid) => signalGroup(pid, 'SIGKILL')));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // A signal ends a process without its "exit" event; where the program cleans up by itself, it is left to it.
    process.on(signal, () => (process.listenerCount(signal) === 1 ? process.exit(130) : undefined));
  }
}

/** Starts a server in a process group of its own, so that stopping it also stops its workers; whatever still runs when this process exits is killed. */
export function startGroup(
  program: string,
  args: readonly string[],
  log: string,
  env: Readonly<Record<string, string>> = {},
): ProcessGroup {
  watchExit();
  const file = openSync(log, 'a');
  const child: ChildProcess = spawn(program, args, { detached: true, stdio: ['ignore', file, file], env: { ...process.env, ...env } });
  closeSync(file);
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${program} could not be started`);
  running.add(pid);
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    signalGroup(pid, signal);
    await waitUntil(ended, { within: 15_000, every: 10, what: `${program} to end` }).catch(() => undefined);
    // The leader is gone; a worker that outlived it would hold the port.
    signalGroup(pid, 'SIGKILL');
    running.delete(pid);
  };
  child.unref();
  return { pid, ended, stop };
}
