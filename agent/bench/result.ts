import type { Machine } from './machine.ts';

/** One measured figure; `target` is null for what is only shown. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: { readonly atMost: number } | { readonly atLeast: number } | null;
  readonly note: string;
}

/** What a bench gives: its figures, or a sentence why there are none. */
export interface Bench {
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly skipped: string | null;
}

export interface Report {
  readonly machine: Machine;
  readonly benches: readonly Bench[];
}

type Verdict = 'met' | 'MISSED' | '';

export function verdictOf({ value, target }: Figure): Verdict {
  if (target === null) return '';
  return ('atMost' in target ? value <= target.atMost : value >= target.atLeast) ? 'met' : 'MISSED';
}

/** The value below which this share of the sample lies. */
export function percentile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** The whole report as text for people. */
export function render({ machine, benches }: Report): string {
  const { cpu, cores, node, load, pinned } = machine;
  const head = [
    `${cpu}, ${cores} cores, Node ${node}, load ${load.toFixed(1)} before the start`,
    pinned ? 'The agent had one CPU to itself (taskset); other programs may still have used it.' : 'The agent was not pinned to a CPU.',
  ];
  const rows = benches.flatMap(({ title, figures, skipped }) => [
    ['', '', '', ''],
    [title, '', '', ''],
    ...(skipped === null ? [] : [[`  skipped: ${skipped}`, '', '', '']]),
    ...figures.map((figure) => [
      `  ${figure.name}`,
      show(figure),
      targetOf(figure),
      [verdictOf(figure), figure.note].filter(Boolean).join('  '),
    ]),
  ]);
  const width = (at: number): number => Math.max(...rows.filter((row) => row[1] !== '').map((row) => row[at]?.length ?? 0));
  const [name, value, target] = [width(0), width(1), width(2)];
  const lines = rows.map(([a = '', b = '', c = '', d = '']) =>
    `${a.padEnd(name)}  ${b.padStart(value)}  ${c.padEnd(target)}  ${d}`.trimEnd(),
  );
  return [...head, ...lines, ''].join('\n');
}

function show({ value, unit }: Figure): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toLocaleString('en', { maximumFractionDigits: digits })} ${unit}`;
}

function targetOf({ target, unit }: Figure): string {
  if (target === null) return '';
  return 'atMost' in target ? `≤ ${target.atMost.toLocaleString('en')} ${unit}` : `≥ ${target.atLeast.toLocaleString('en')} ${unit}`;
}
