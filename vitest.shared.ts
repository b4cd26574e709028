import { defineConfig, type ViteUserConfig } from 'vitest/config';

/**
 * What every package's tests share: sources are tested (never `dist/`, but for programs that a test starts as people do),
 * and a hung database fails in bounded time.
 */
export const sharedConfig: ViteUserConfig = defineConfig({
  // `import` and `module` must stay out of this list, which Node is given, too: with them pg and OpenTelemetry resolve to
  // entries for bundlers that crash.
  ssr: { resolve: { conditions: ['source', 'node', 'development|production'] } },
  test: {
    include: ['src/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    // The second that is usual is too short for a process, a session or a picture on a busy machine.
    expect: { poll: { timeout: 60_000 } },
  },
});
