import { defineConfig } from 'vitest/config';

export default defineConfig({
  cacheDir: '../node_modules/.vite',
  // Several files start the forum's command line.
  test: {
    globalSetup: '../apps/tooling/src/bundle.fixture.ts',
    include: ['**/*.test.ts'],
    // A package of its own.
    exclude: ['pack/**'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
