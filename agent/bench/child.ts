import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { spawnSync } from 'node:child_process';

/** A program of ours in a process of its own, on CPUs of its own where the system lets us choose. */
export interface Child {
  readonly pid: number;
  /** Resolves with the first line that it prints; rejects when it ends before. */
  readonly firstLine: Promise<string>;
  ended(): boolean;
  stop(): Promise<void>;
}

/** `taskset` is there and there is more than one CPU, so that the agent can have one to itself. */
export const PINNED = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

const LAST = availableParallelism() - 1;
/** The agent's CPU is the last one; everybody else has the others. */
const CPUS = { agent: String(LAST), peer: LAST > 1 ? `0-${LAST - 1}` : '0' } as const;

/** Starts `node` with these arguments. */
export function startChild(place: keyof typeof CPUS, args: readonly string[], env: Readonly<Record<string, string>> = {}): Child {
  const command = [...(PINNED ? ['taskset', '-c', CPUS[place]] : []), process.execPath, ...args];
  const child = spawn(command[0] ?? '', command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  return { pid: child.pid ?? 0, firstLine: firstLine(child), ended: () => child.exitCode !== null, stop: () => stop(child) };
}

function firstLine(child: ChildProcess): Promise<string> {
  const line = new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += said.includes('\n') ? '' : chunk.toString();
      if (said.includes('\n')) resolve(said.split('\n')[0] ?? '');
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`)));
  });
  line.catch(() => undefined);
  return line;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 12_000);
  await ended;
  clearTimeout(patience);
}

/** CPU seconds that a process has used and the most memory it ever held (MB), from /proc; null where there is no /proc. */
export function usage(pid: number): { readonly cpuSeconds: number; readonly maxRssMb: number } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const high = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // A tick is 10 ms on every Linux (proc(5): sysconf(_SC_CLK_TCK), 100).
    return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100, maxRssMb: Number(high) / 1024 };
  } catch {
    return null;
  }
}
