import { defineConfig } from 'vitest/config';

export default defineConfig({
  cacheDir: '../node_modules/.vite',
  // The command line is run as it is built; in CI it is by then, and this finds nothing to do.
  test: {
    globalSetup: '../apps/tooling/src/build.fixture.ts',
    include: ['**/*.test.ts'],
    // A package of its own.
    exclude: ['pack/**'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
