// The command line for any Prisma project, from the sources: without the forum's verbs.
// Usage: node packages/cli/scripts/agora.mjs [words of agora]
import { runBundled } from '../../../scripts/run-bundled.mjs';

await runBundled('packages/cli/src/main.ts', 'bundle-cli');
