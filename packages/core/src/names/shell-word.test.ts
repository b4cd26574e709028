import { execFileSync } from 'node:child_process';

import { expect, test } from 'vitest';

import { shellWord } from './shell-word.ts';

test.each(['apps/web', 'my web', "it's", '$HOME', '', 'a"b', '*'])('a shell reads %j as it is', (name) => {
  expect(execFileSync('sh', ['-c', `printf %s ${shellWord(name)}`], { encoding: 'utf8' })).toBe(name);
});
