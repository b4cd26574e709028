import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { filesBelow } from './source-files.ts';

// A shell block whose fence says "sh run" is a promise: it is run here, in the folder of its README, and must
// end well. Write so only what is quick and changes nothing outside that folder.
const root = path.resolve(import.meta.dirname, '..', '..');

const blocks = ['README.md', ...filesBelow(root, 'apps'), ...filesBelow(root, 'packages')]
  .filter((file) => file.endsWith('README.md'))
  .flatMap((file) =>
    runnableBlocks(readFileSync(path.join(root, file), 'utf8')).map((block) => ({ file, ...block })),
  );

function runnableBlocks(markdown: string): { line: number; script: string }[] {
  return [...markdown.matchAll(/^```sh run\r?\n([\s\S]*?)^```/gm)].map((match) => ({
    line: markdown.slice(0, match.index).split('\n').length,
    script: match[1]!,
  }));
}

test('finds the blocks that are to be run, and no others', () => {
  const markdown = 'a\n```sh\nno\n```\n```sh run\necho 1\necho 2\n```\n```ts run\nno\n```\n';
  expect(runnableBlocks(markdown)).toEqual([{ line: 5, script: 'echo 1\necho 2\n' }]);
});

test('the README has some', () => {
  expect(blocks.filter(({ file }) => file === 'README.md')).not.toEqual([]);
});

test.runIf(process.platform !== 'win32').each(blocks)('$file line $line', ({ file, script }) => {
  const run = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: path.dirname(path.join(root, file)),
    encoding: 'utf8',
    // npx must not ask, nor look for something newer than what is there.
    env: { ...process.env, npm_config_yes: 'true', npm_config_prefer_offline: 'true', NO_COLOR: '1' },
    timeout: 100_000,
  });
  expect({ status: run.status, stderr: run.status === 0 ? '' : run.stderr }).toEqual({
    status: 0,
    stderr: '',
  });
});
