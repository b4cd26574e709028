// The forum's command line, from the sources.
// Usage: node scripts/agora.mjs [words of agora]
import { runBundled } from './run-bundled.mjs';

await runBundled('apps/tooling/src/main.ts', 'bundle');
