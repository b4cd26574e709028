import { fileURLToPath } from 'node:url';

import { commandLine } from '@agora/testkit';

const main = fileURLToPath(new URL('../../../scripts/agora.mjs', import.meta.url));

/** The command line, at the workspace's root. */
export const agora = commandLine(
  [process.execPath, main],
  fileURLToPath(new URL('../../../', import.meta.url)),
);
export const {
  words: agoraWords,
  run: runAgora,
  runInTerminal: runAgoraInTerminal,
  start: startAgora,
} = agora;
