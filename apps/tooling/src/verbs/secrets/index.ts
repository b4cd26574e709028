import { defineGroup } from '@agora/cli';
import { rotate } from './rotate.ts';

/** What the forum keeps sealed. A new verb: one file beside this one, and one line here. */
export const secrets = defineGroup({
  name: 'secrets',
  summary: 'Seal what is kept encrypted with a new key',
  commands: [rotate],
  examples: [
    { command: 'agora secrets rotate --dry-run', does: 'how much is sealed with an older key' },
    { command: 'agora secrets rotate', does: 'seal it with the newest one, while the forum runs' },
  ],
});
