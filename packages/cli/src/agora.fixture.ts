import { fileURLToPath } from 'node:url';

import { commandLine } from '@agora/testkit';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** The command line as `build.fixture.ts` has built it, at the workspace's root. */
export const {
  words: agoraWords,
  run: runAgora,
  runInTerminal: runAgoraInTerminal,
  start: startAgora,
} = commandLine([process.execPath, main], fileURLToPath(new URL('../../../', import.meta.url)));
