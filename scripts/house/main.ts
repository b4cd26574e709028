// Prints the shape of a checkout: sizes of packages, folders and files, and what its linter counts.
//   pnpm house [folder]
import path from 'node:path';

import { countFaults } from './faults.ts';
import { lists, MOST_FILES } from './lists.ts';
import { folderSizes, type SourceFile, sourceFiles } from './tree.ts';

const root = path.resolve(process.argv[2] ?? path.resolve(import.meta.dirname, '..', '..'));
const files = sourceFiles(root);
const print = (line = ''): void => void process.stdout.write(`${line}\n`);
const row = (...cells: readonly (string | number)[]): void => print(`| ${cells.join(' | ')} |`);

function heading(...cells: readonly string[]): void {
  print();
  row(...cells);
  print(`|${'---|'.repeat(cells.length)}`);
}

heading('package', 'files', 'lines', 'median', 'longest');
for (const name of new Set(files.map(({ home }) => home)))
  sizeRow(
    name,
    files.filter(({ home }) => home === name),
  );
sizeRow('all', files);

const sizes = folderSizes(files);
heading('folder', 'files', '');
for (const [folder, count] of sizes.filter(([, size]) => size >= MOST_FILES))
  row(folder, count, lists[folder] ?? (count > MOST_FILES ? '**too many**' : ''));
print();
print(`Folders: ${sizes.length}; files of one: ${middle(sizes.map(([, count]) => count))} (median).`);

heading('longest files', 'lines', '');
for (const { file, lines, text } of files.toSorted((one, other) => other.lines - one.lines).slice(0, 20))
  row(file, lines, /oxlint-disable max-lines -- (.*?) \*\//.exec(text)?.[1] ?? '');

heading('', 'number');
for (const [name, count] of countFaults(root, files)) row(name, count);

function sizeRow(name: string, own: readonly SourceFile[]): void {
  const lines = own.map((file) => file.lines);
  row(
    name,
    own.length,
    lines.reduce((sum, one) => sum + one, 0),
    middle(lines),
    Math.max(...lines),
  );
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
