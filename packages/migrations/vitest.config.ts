import { defineConfig } from 'vitest/config';
import { sharedConfig } from '../../vitest.shared.ts';

const lint = 'src/lint/**/*.test.ts';
const { test, ...shared } = sharedConfig;

export default defineConfig({
  ...shared,
  test: {
    ...test,
    projects: [
      { ...shared, test: { ...test, name: 'migrations', exclude: [lint] } },
      // Rules are functions of a text and keep nothing, so their files need no process each: starting one and loading
      // PostgreSQL's parser takes five times as long as what it then tests.
      { ...shared, test: { ...test, name: 'lint', include: [lint], isolate: false } },
    ],
  },
});
