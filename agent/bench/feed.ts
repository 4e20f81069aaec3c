import { run } from '../../e2e/setup/run.ts';
import type { Bench, Figure } from './result.ts';
import { databases, startShop } from './wordpress.ts';

const SCRIPT = new URL('../../plugin/tests/bench-feed.php', import.meta.url).pathname;

interface Share {
  readonly p50_ms: number;
  readonly p95_ms: number;
}

interface Said extends Share {
  readonly checkouts: number;
  readonly statements_each: number;
  readonly after_the_answer: Share;
  readonly whole_checkout: Share;
}

/** What the plugin's feed takes of a shopper's request, on every database that is here. */
export async function feed(dir: string): Promise<Bench> {
  const title = 'What the feed adds to a checkout';
  const { usable, why } = await databases();
  if (usable.length === 0) return { title, figures: [], skipped: why };
  const figures: Figure[] = [];
  for (const database of usable) {
    const { site, words } = await startShop(dir, database);
    try {
      figures.push(...figuresOf(words, await measure(site.dir)));
    } finally {
      await site.stop();
    }
  }
  return { title, figures, skipped: null };
}

async function measure(site: string): Promise<Said> {
  const said = await run('php', [SCRIPT], { env: { CROSSDOCK_TEST_SITE: site }, within: 300_000 });
  return JSON.parse(said.trim().split('\n').at(-1) ?? '') as Said;
}

function figuresOf(words: string, said: Said): Figure[] {
  const whole = `of ${said.whole_checkout.p50_ms.toFixed(0)} ms, ${said.statements_each} statements, ${said.checkouts} checkouts`;
  const figure = { unit: 'ms', target: null };
  return [
    { ...figure, name: `${words}, p50`, value: said.p50_ms, note: whole },
    { ...figure, name: `${words}, p95`, value: said.p95_ms, target: { atMost: 2 }, note: '' },
    { ...figure, name: `${words}, after the answer, p95`, value: said.after_the_answer.p95_ms, note: 'the shopper does not wait for it' },
  ];
}
