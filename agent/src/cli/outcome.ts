/** What a command comes to: 0 all is well, 1 a problem was found, 2 wrong usage or configuration. */
export type ExitCode = 0 | 1 | 2;

/** The result of a command, for machines and for people. */
export interface Outcome {
  readonly exit: ExitCode;
  readonly json: unknown;
  readonly text: string;
}

/** Where a command reads and writes; a test gives its own. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The value of a secret: asked for without echo at a terminal, else all of standard input. */
  readonly readSecret: (prompt: string) => Promise<string>;
  readonly now: () => number;
}

/** Rows under each other, columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[], indent = '  '): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => (indent + line(row)).trimEnd()).join('\n');
}

/** "4 s", "12 min", "3 h", "5 d": how long something took or lies back. */
export function span(ms: number): string {
  if (ms < 950) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** "2026-11-23 09:00:05" in UTC. */
export function clock(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}
