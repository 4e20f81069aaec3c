import { Picture } from './picture.ts';
import { judge } from './judge.ts';
import { say } from './say.ts';
import { STORIES, type Cast } from './stories.ts';
import type { DemoOptions } from './options.ts';

export interface Stage extends Cast {
  readonly options: DemoOptions;
  readonly ids: readonly number[];
}

/** A story of this run: `problem` is null while it goes well, `over` when nothing more will happen. */
export interface Told {
  readonly id: number;
  readonly title: string;
  readonly result: string;
  over: boolean;
  problem: string | null;
}

const LOOK_EVERY_MS = 400;

/** Shows the orders moving while the stories are played. With a person: for ever, until Ctrl-C. Headless: plays the person's part, waits for the end, and judges the books. */
export async function follow(stage: Stage): Promise<number> {
  const picture = new Picture();
  const stories = playStories(stage);
  const deadline = Date.now() + stage.patienceMs;
  for (;;) {
    const orders = await stage.shop.orders();
    const { items: exceptions } = await stage.shop.exceptions();
    picture.draw(orders, exceptions);
    if (stage.headless) {
      const told = new Set(stories.filter(({ over }) => over).map(({ id }) => String(id)));
      // An order that was cancelled too late never counts as completed; its story says when it is over.
      const moving = orders.filter((order) => order.stage !== 'completed' && !(told.has(order.orderId) && order.stage === 'shipped'));
      if (orders.length >= stage.ids.length && moving.length === 0 && stories.every(({ over }) => over)) return judge(stage, stories);
      if (Date.now() > deadline) {
        say(`Not everything ended within ${stage.options.patience} s.`);
        await judge(stage, stories);
        return 1;
      }
    }
    await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
  }
}

/** Begins every story for which there is an order; they go on side by side. */
function playStories(stage: Stage): Told[] {
  return STORIES.flatMap(({ at, title, result, play }) => {
    const id = stage.ids[at];
    if (id === undefined) return [];
    const told: Told = { id, title, result, over: false, problem: null };
    play(stage, id)
      .catch((error: unknown) => {
        told.problem = error instanceof Error ? error.message : String(error);
        say(`${title}: ${told.problem}`);
      })
      .finally(() => (told.over = true));
    return [told];
  });
}
