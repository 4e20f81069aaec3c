import { defineConfig } from '@playwright/test';
import type { WorkerOptions } from './fixtures.ts';
import { findBrowser, launchOptions } from './setup/chromium.ts';

const real = process.env['CROSSDOCK_WOOCOMMERCE_DIR'] !== undefined && process.env['CROSSDOCK_WORDPRESS_DIR'] !== undefined;

// On the oldest WordPress: what we rely on, and the way of an order through the screens.
const smoke = ['**/conformance*.spec.ts', '**/login.spec.ts', '**/journey.spec.ts', '**/exceptions.spec.ts', '**/hostile-text.spec.ts'];

// Without a browser the specs that need none still run.
const browser = findBrowser() === null ? {} : { launchOptions: launchOptions() };

export default defineConfig<object, WorkerOptions>({
  testDir: './specs',
  outputDir: '../test-results/e2e',
  timeout: 240_000,
  expect: { timeout: 60_000 },
  workers: Number(process.env['CROSSDOCK_E2E_WORKERS'] ?? 1),
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
  use: {
    ...browser,
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'wp65-standin', use: { core: '6.5', store: 'standin' }, testMatch: smoke },
    { name: 'wp71-standin', use: { core: '7.1', store: 'standin' } },
    ...(real ? [{ name: 'woocommerce', use: { core: '7.1', store: 'woocommerce' } as const }] : []),
  ],
});
