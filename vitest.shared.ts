import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** What every package's tests share: sources are tested (never `dist/`), and a hung database fails in bounded time. */
export const sharedConfig: ViteUserConfig = defineConfig({
  // `import` must stay out of this list: with it, pg resolves to an entry that crashes.
  ssr: { resolve: { conditions: ['source', 'module', 'node', 'development|production'] } },
  test: {
    include: ['src/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
