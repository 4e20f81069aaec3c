/** Fills the {values} of a text. A sentence that names a value which is not known is left out rather than sent with a hole; null when nothing is left. */
export function fillText(text: string, values: Readonly<Record<string, string>>): string | null {
  const value = (name: string): string => (Object.hasOwn(values, name) ? (values[name] ?? '') : '');
  const isWhole = ({ names }: Sentence): boolean => names.every((name) => value(name) !== '' || !Object.hasOwn(values, name));
  const sentences = sentencesOf(text).filter(isWhole);
  const filled = sentences
    .map((each) => each.text)
    .join(' ')
    .replace(PLACES, (place, name: string) => value(name) || place);
  return filled.trim() === '' ? null : filled;
}

const PLACES = /\{(\w+)\}/g;

interface Sentence {
  readonly text: string;
  readonly names: readonly string[];
}

const MOST_TEXTS = 100;
const known = new Map<string, readonly Sentence[]>();

/** A shop has a handful of texts, each filled again and again. */
function sentencesOf(text: string): readonly Sentence[] {
  const found = known.get(text);
  if (found) return found;
  const sentences = text
    .split(/(?<=[.!?])\s+/)
    .map((sentence) => ({ text: sentence, names: [...sentence.matchAll(PLACES)].map(([, name = '']) => name) }));
  if (known.size < MOST_TEXTS) known.set(text, sentences);
  return sentences;
}
