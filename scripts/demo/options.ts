import { parseArgs } from 'node:util';

/** What the demo was asked for. */
export interface DemoOptions {
  readonly headless: boolean;
  readonly json: boolean;
  readonly watch: boolean;
  /** Run WordPress in WebAssembly although PHP is there. */
  readonly wasm: boolean;
  readonly orders: number;
  readonly port: number | null;
  /** Seconds until a headless run gives up. */
  readonly patience: number;
}

export const USAGE = `npm run demo -- [options]
  --headless      no person: seed, map, wait for every order, print the books, exit 0 only if all is as it should be
  --orders N      how many orders to place (default 8; from 7 on, every story is told)
  --json          print the final report as one line of JSON on stdout
  --wasm          run WordPress in WebAssembly even if PHP is installed
  --port N        port of the shop (default: a free one)
  --watch         rebuild the screens and copy the plugin when their sources change`;

export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      headless: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
      wasm: { type: 'boolean', default: false },
      orders: { type: 'string', default: '8' },
      port: { type: 'string' },
      patience: { type: 'string', default: '240' },
      help: { type: 'boolean', default: false },
    },
  });
  const orders = Number(values.orders);
  if (values.help || !Number.isInteger(orders) || orders < 1 || orders > 500) throw new RangeError(USAGE);
  const port = values.port === undefined ? null : Number(values.port);
  return {
    headless: values.headless,
    json: values.json,
    watch: values.watch,
    wasm: values.wasm,
    orders,
    port,
    patience: Number(values.patience),
  };
}
