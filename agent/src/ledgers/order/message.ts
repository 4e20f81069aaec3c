/** Fills the {values} of a text. A sentence that names a value which is not known is left out rather than sent with a hole; null when nothing is left. */
export function fillText(text: string, values: Readonly<Record<string, string>>): string | null {
  const value = (name: string): string => (Object.hasOwn(values, name) ? (values[name] ?? '') : '');
  const sentences = text
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => [...sentence.matchAll(PLACES)].every(([, name = '']) => value(name) !== '' || !Object.hasOwn(values, name)));
  const filled = sentences.join(' ').replace(PLACES, (place, name: string) => value(name) || place);
  return filled.trim() === '' ? null : filled;
}

const PLACES = /\{(\w+)\}/g;
