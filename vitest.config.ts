import { defineConfig } from 'vitest/config';

const node = (name: string, include: string[], more: Record<string, unknown> = {}) => ({
  test: { name, include, environment: 'node', pool: 'forks' as const, expect: { poll: { timeout: 60_000 } }, ...more },
});

export default defineConfig({
  test: {
    projects: [
      node('unit', ['agent/test/unit/**/*.test.ts', 'scripts/test/**/*.test.ts'], { testTimeout: 60_000, hookTimeout: 60_000 }),
      node('contract', ['agent/test/contract/**/*.test.ts'], { testTimeout: 120_000, hookTimeout: 120_000 }),
      node('scenarios', ['agent/test/scenarios/**/*.test.ts'], { testTimeout: 240_000, hookTimeout: 120_000 }),
      node('tryton', ['agent/test/tryton/**/*.test.ts'], { testTimeout: 240_000, hookTimeout: 240_000, fileParallelism: false }),
      {
        test: {
          name: 'ui',
          include: ['admin-ui/test/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          pool: 'forks' as const,
          testTimeout: 120_000,
          server: { deps: { inline: [/@wordpress\//] } },
        },
      },
    ],
  },
});
