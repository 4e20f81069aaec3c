import type { Stage, Told } from './follow.ts';
import { elapsed, say } from './say.ts';
import { shopBooks } from './seed-shop.ts';
import type { ListedOrder } from './through-the-shop.ts';
import { compareBooks, percentiles, type BookLine } from './verdict.ts';

const SETTLES_MS = 20_000;

/** Compares the books of all three parties, tells each story with its result, and prints it all. Returns the exit code. */
export async function judge(stage: Stage, stories: readonly Told[]): Promise<number> {
  const books = await settledBooks(stage);
  const wrong = books.filter((line) => line.problems.length > 0);
  const told = stories.map((story) => tell(story, books));
  const good = wrong.length === 0 && told.every(({ ok }) => ok);
  const { proof } = await stage.shop.status();
  const report = {
    ok: good,
    orders: books.length,
    seconds: Math.round(elapsed() / 100) / 10,
    stories: told,
    latenciesMs: latencies(await stage.shop.orders()),
    books,
    proof,
  };
  printBooks(books, report.latenciesMs);
  for (const { ok, order, title, result } of told) say(`  ${ok ? '✓' : '✗'} #${order} ${title}: ${result}.`);
  say(
    good
      ? `\nAll ${books.length} orders ended as they should; the books of shop, ERP and warehouse agree.`
      : `\n${wrong.length} of ${books.length} orders did not end as they should.`,
  );
  if (stage.options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  return good ? 0 : 1;
}

/** The last exceptions close and the last statuses are written within a moment of the last act. */
async function settledBooks(stage: Stage): Promise<BookLine[]> {
  const deadline = Date.now() + SETTLES_MS;
  for (;;) {
    const { items: open } = await stage.shop.exceptions();
    const shop = await shopBooks(stage.site, stage.ids);
    const books = compareBooks({ shop, erp: stage.erp.books(), wms: stage.wms.books(), open });
    if (books.every(({ problems }) => problems.length === 0) || Date.now() > deadline) return books;
    await new Promise((next) => setTimeout(next, 400));
  }
}

function tell({ id, title, result, over, problem }: Told, books: readonly BookLine[]) {
  const line = books.find((one) => one.id === id);
  const wrong = [...(over ? [] : ['it has not ended']), ...(problem === null ? [] : [problem]), ...(line?.problems ?? ['it is nowhere'])];
  return { order: line?.order ?? String(id), title, ok: wrong.length === 0, result: wrong.length === 0 ? result : wrong.join('; ') };
}

/** Shop → agent → ERP → warehouse → shipped → told, in milliseconds; the shop's own times have whole seconds. */
function latencies(orders: readonly ListedOrder[]): Record<string, { p50: number | null; p95: number | null }> {
  const between = (from: keyof ListedOrder['times'], to: keyof ListedOrder['times']) =>
    percentiles(
      orders.flatMap(({ times }) => {
        const [start, end] = [times[from], times[to]];
        return start && end ? [Math.max(0, Date.parse(end) - Date.parse(start))] : [];
      }),
    );
  return {
    paidToCaptured: between('paidAt', 'capturedAt'),
    capturedToErp: between('capturedAt', 'acceptedAt'),
    erpToWarehouse: between('acceptedAt', 'releasedAt'),
    warehouseToShipped: between('releasedAt', 'shippedAt'),
    shippedToTold: between('shippedAt', 'toldStoreAt'),
  };
}

const COLUMNS = ['order', 'shop', 'shop total', 'ERP', 'ERP total', 'units', 'shipped', 'parcels', 'told', 'refunded', 'credited'];

function printBooks(books: readonly BookLine[], stages: Record<string, { p50: number | null; p95: number | null }>): void {
  const cells = (line: readonly (string | number)[]): string => line.map((cell, at) => String(cell).padEnd(at === 0 ? 8 : 11)).join('');
  say(`\n  ${cells(COLUMNS)}`);
  for (const { order, shop, shopTotal, erp, erpTotal, ordered, shipped, parcels, told, refunded, credited, problems } of books) {
    const row = [`#${order}`, shop, shopTotal, erp, erpTotal, ordered, shipped, parcels, told, refunded, credited];
    say(`  ${cells(row)}${problems.length > 0 ? '✗' : ''}`);
    for (const problem of problems) say(`          ${problem}`);
  }
  say('\n  latency (ms)           p50      p95');
  for (const [name, { p50, p95 }] of Object.entries(stages))
    say(`  ${name.padEnd(20)} ${String(p50 ?? '-').padStart(6)}   ${String(p95 ?? '-').padStart(6)}`);
  say('');
}
