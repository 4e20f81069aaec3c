import { usage } from './child.ts';
import type { Bench } from './result.ts';
import { post, startSite, type Site } from './site.ts';

interface Counts {
  readonly shipments: number;
  readonly byStatus: Readonly<Record<string, number>>;
}

/** How a flood of paid orders went, from the checkout to the tracking number and "completed" in the shop. */
export interface Flood {
  readonly orders: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly maxRssMb: number;
}

const PATIENCE_MS = 300_000;

/** Places so many orders at once and waits until the shop shows each of them shipped and completed. */
export async function flood(site: Site, orders: number): Promise<Flood> {
  const url = String(site.shop['url']);
  const before = await counts(url);
  const cpuBefore = usage(site.agent.pid)?.cpuSeconds ?? Number.NaN;
  const started = performance.now();
  await post(`${url}/_place`, { count: orders });
  for (;;) {
    const { shipments, byStatus } = await counts(url);
    const completed = (byStatus['completed'] ?? 0) - (before.byStatus['completed'] ?? 0);
    if (completed >= orders && shipments - before.shipments >= orders) break;
    if (performance.now() - started > PATIENCE_MS) throw new Error(`Only ${completed} of ${orders} orders were completed in five minutes.`);
    await new Promise((next) => setTimeout(next, 50));
  }
  const seconds = (performance.now() - started) / 1000;
  const after = usage(site.agent.pid);
  return { orders, seconds, cpuSeconds: (after?.cpuSeconds ?? Number.NaN) - cpuBefore, maxRssMb: after?.maxRssMb ?? Number.NaN };
}

async function counts(url: string): Promise<Counts> {
  return (await (await fetch(`${url}/_counts`)).json()) as Counts;
}

const perHour = ({ orders, seconds }: Flood): number => (orders / seconds) * 3600;
const cpuMs = ({ orders, cpuSeconds }: Flood): number => (cpuSeconds / orders) * 1000;

/** Orders per hour with peers that answer at once and with peers that take 50 ms, CPU time and memory of the agent. */
export async function throughput(dir: string, orders: number, warm: number): Promise<Bench> {
  const quick = await floodOnce(dir, 0, orders, warm);
  const slow = await floodOnce(dir, 50, Math.ceil(orders / 2), warm);
  const mostMb = Math.max(quick.maxRssMb, slow.maxRssMb);
  return {
    title: 'Orders all the way: shop → ERP → warehouse → tracking and status in the shop',
    figures: [
      { name: 'peers at 0 ms', value: perHour(quick), unit: 'orders/h', target: { atLeast: 100_000 }, note: said(quick) },
      { name: 'peers at 50 ms', value: perHour(slow), unit: 'orders/h', target: { atLeast: 25_000 }, note: said(slow) },
      {
        name: 'CPU of the agent',
        value: cpuMs(quick),
        unit: 'ms/order',
        target: null,
        note: 'what one CPU could do alone: ' + alone(quick),
      },
      { name: 'most memory that the agent held', value: mostMb, unit: 'MB', target: { atMost: 150 }, note: 'resident, both floods' },
    ],
    skipped: null,
  };
}

async function floodOnce(dir: string, latency: number, orders: number, warm: number): Promise<Flood> {
  const site = await startSite({ dir, latency });
  try {
    await flood(site, warm);
    return await flood(site, orders);
  } finally {
    await site.stop();
  }
}

function said({ orders, seconds }: Flood): string {
  return `${orders} orders in ${seconds.toFixed(1)} s`;
}

function alone(run: Flood): string {
  return `${Math.round((3600 * 1000) / cpuMs(run)).toLocaleString('en')} orders/h`;
}
