// Makes a room: its file, its test, its page where it has one, and its line in the array that names it.
// Usage: pnpm new rule|operation|factory|verb NAME
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { factory } from './factory.ts';
import { operation } from './operation.ts';
import { Misuse, type Room } from './room.ts';
import { rule } from './rule.ts';
import { verb } from './verb.ts';

const kinds: Readonly<Record<string, (root: string, name: string) => Room>> = {
  rule,
  operation,
  factory,
  verb,
};

const root = process.cwd();
const [kind = '', name = '', ...more] = process.argv.slice(2);
try {
  const plan = kinds[kind];
  if (plan === undefined || name === '' || more.length > 0)
    throw new Misuse(`Usage: pnpm new ${Object.keys(kinds).join('|')} NAME`);
  const room = plan(root, name);
  for (const file of room.files.keys())
    if (existsSync(path.join(root, file))) throw new Misuse(`${file} is there already.`);
  make(room);
} catch (error) {
  if (!(error instanceof Misuse)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 64;
}

function make({ files, register, derive, test }: Room): void {
  const written = [...files, [register.file, register.text] as const];
  for (const [file, text] of written) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  run(root, ['oxfmt', ...written.map(([file]) => file)]);
  if (derive !== undefined) run(derive.folder, derive.command);
  const fillIn = [...files.keys()].map((file) => `  ${file}`).join('\n');
  process.stdout.write(
    `Made, and named in ${register.file}:\n${fillIn}\nFill them in, then:\n` +
      `  cd ${test.folder} && npx vitest run ${test.files.join(' ')}\n` +
      (derive === undefined ? '' : `  cd ${derive.folder} && npx ${derive.command.join(' ')}\n`),
  );
}

/** Runs a program of the workspace; what it says is shown only when it fails. */
function run(folder: string, [program = '', ...words]: readonly string[]): void {
  const bin = path.join(root, 'node_modules', '.bin');
  const { status, stdout, stderr } = spawnSync(program, words, {
    cwd: path.join(root, folder === root ? '' : folder),
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` },
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  process.stderr.write(`${program} ${words.join(' ')} failed in ${folder}:\n${stdout}${stderr}`);
  process.exitCode = 1;
}
