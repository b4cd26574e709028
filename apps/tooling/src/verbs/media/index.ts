import { defineGroup } from '@agora/cli';
import { collect } from './collect.ts';

/** The bytes of media. A new verb: one file beside this one, and one line here. */
export const media = defineGroup({
  name: 'media',
  summary: 'Look after the bytes of media',
  commands: [collect],
  examples: [],
});
