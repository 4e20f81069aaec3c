import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const at = (path: string): string => new URL(path, import.meta.url).pathname;

/** The agent as an operator has it: the build, with what the systemd unit gives to Node. */
export interface Installed {
  readonly program: string;
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export function installed(): Installed {
  const unit = readFileSync(at('../systemd/crossdock.service'), 'utf8');
  const flags = /^ExecStart=\/usr\/bin\/env node ((?:--\S+ )*)/m.exec(unit)?.[1] ?? '';
  const settings = [...unit.matchAll(/^Environment=((?:MALLOC|UV|NODE_ENV)\w*)=(\S+)$/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]);
  return { program: at('../dist/cli/crossdock.js'), flags: flags.split(' ').filter(Boolean), env: Object.fromEntries(settings) };
}

/** Builds what is measured; takes a few seconds. */
export function build(): void {
  const root = at('../../');
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'agent/tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
}
