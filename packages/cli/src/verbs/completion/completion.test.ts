import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { agora } from '../../agora.ts';
import { defineGroup } from '../../command/command.ts';
import { loadAll } from '../../program/program.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { placesOf } from './places.ts';
import { zshCompletion } from './zsh.ts';

const root = await loadAll(agora);
const places = placesOf(root);
const folder = mkdtempSync(path.join(tmpdir(), 'agora completion '));
afterAll(() => rmSync(folder, { recursive: true }));

const isThere = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;
const script = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

test('there is a place for every command, with its options and the values they take', () => {
  const paths = places.map((place) => place.path);
  expect(paths).toEqual(expect.arrayContaining(['', 'db', 'db status', 'migrate lint', 'completion']));
  const lint = places.find(({ path: at }) => at === 'migrate lint');
  expect(lint?.options.find(({ words }) => words.includes('--format'))?.values).toContain('sarif');
  expect(places.find(({ path: at }) => at === 'completion')?.next.map(({ word }) => word)).toEqual([
    'bash',
    'zsh',
    'fish',
  ]);
});

describe('bash', () => {
  const file = script('agora.bash', bashCompletion('agora', places));
  /** @param words the line; the last word is the one being typed */
  const offered = (...words: readonly string[]): readonly string[] => {
    const line = words.map((word) => `'${word}'`).join(' ');
    const asked = `source "$1"; COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _agora; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['--norc', '-c', asked, 'bash', file], { encoding: 'utf8' })
      .trim()
      .split('\n');
  };

  test.skipIf(!isThere('bash')).each([
    [['agora', 'mig'], ['migrate']],
    [
      ['agora', 'migrate', 'st'],
      ['status', 'stamp'],
    ],
    [['agora', '--env', 'migrate', 'mig'], ['migrate']],
    [['agora', '--json', 'migrate', 'dep'], ['deploy']],
    [['agora', 'migrate', 'deploy', '--dry'], ['--dry-run']],
    [['agora', 'migrate', 'lint', '--format', 's'], ['sarif']],
    [['agora', 'migrate', 'lint', '--format', '=', 'g'], ['github']],
    [['agora', 'migrate', 'lint', '--format', 'json', '--sev'], ['--severity']],
    [['agora', 'migrate', 'sql', '--output', ''], ['']],
    [['agora', 'completion', 'z'], ['zsh']],
    [['agora', 'nonsense', 'x'], ['']],
  ])('%j', (words, expected) => {
    expect([...offered(...words)].toSorted()).toEqual([...expected].toSorted());
  });
});

describe('zsh', () => {
  const file = script('_agora', zshCompletion('agora', places));
  // What zsh's own functions would be given.
  const offered = (words: string): string =>
    execFileSync(
      'zsh',
      [
        '-f',
        '-c',
        `compdef() {}; source "$1"; _describe() { print -l -- $found }; compadd() { print -l -- $@ }; _files() { print files };
         words=(${words} ''); CURRENT=$#words; _agora`,
        'zsh',
        file,
      ],
      { encoding: 'utf8' },
    );

  test.skipIf(!isThere('zsh'))('offers words with their meaning, and values of options', () => {
    expect(offered('agora migrate')).toMatch(/^deploy:Apply pending migrations/m);
    expect(offered('agora migrate lint --format')).toMatch(/^sarif$/m);
    expect(offered('agora migrate sql --output')).toBe('files\n');
    expect(offered('agora --env db migrate status')).toMatch(/^--json:/m);
  });
});

describe('fish', () => {
  const file = script('agora.fish', fishCompletion('agora', places));
  const offered = (line: string): string =>
    execFileSync('fish', ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', file, line], {
      encoding: 'utf8',
      env: { ...process.env, HOME: folder },
    });

  test.skipIf(!isThere('fish'))('offers words with their meaning, and values of options', () => {
    expect(offered('agora mig')).toMatch(/^migrate\tMove a database/m);
    expect(offered('agora migrate st')).toMatch(/^status\t[^]*^stamp\t|^stamp\t[^]*^status\t/m);
    expect(offered('agora migrate lint --format s')).toMatch(/^sarif/m);
    expect(offered('agora --env db migrate dep')).toMatch(/^deploy\t/m);
  });
});

test('a name with a dash, and quotes in what is said, break nothing', () => {
  const odd = placesOf(defineGroup({ ...root, name: 'my-agora', summary: "it's" }));
  const file = script('odd.bash', bashCompletion('my-agora', odd));
  expect(spawnSync('bash', ['-n', file]).status).toBe(0);
});
