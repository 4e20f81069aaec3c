/** A decimal quantity as a number of millionths: exact for all counts that occur, quick, and never throws. */
export function millionths(value: string): number {
  return Math.round(Number(value) * 1e6);
}

/** The decimal text of millionths. */
export function decimal(scaled: number): string {
  return String(scaled / 1e6);
}
