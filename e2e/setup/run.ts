import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Text for standard input. */
  readonly input?: string;
  /** Milliseconds; the program is ended after that. */
  readonly within?: number;
}

/** Runs a program to its end and gives its standard output; a failure carries the tail of what it said. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, timeout: options.within ?? 120_000 });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.once('error', (error) => reject(new Error(`${program} could not be started: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(out);
      else reject(new Error(`${program} ${args[0] ?? ''} ended with ${code ?? signal}: ${`${out}\n${err}`.trim().slice(-2000)}`));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

/** The full path of a program on this machine, or null. */
export async function which(program: string): Promise<string | null> {
  try {
    return (await run('sh', ['-c', 'PATH="$PATH:/usr/sbin:/sbin" command -v "$0"', program])).trim() || null;
  } catch {
    return null;
  }
}
