import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A file that people write and that is built. */
export interface SourceFile {
  /** From the root, with forward slashes. */
  readonly file: string;
  /** `packages/core`, `scripts`. */
  readonly home: string;
  readonly folder: string;
  readonly lines: number;
  readonly text: string;
}

const written = /\.(?:ts|mjs|sql)$/;
const made = /\.sql\.ts$|\.d\.ts$|\/generated\/|\/migrations\/\d+|\/api-types\.ts$|\/kept\.ts$/;
const forTests = /\.(?:test|fixture)\.\w+$/;
const home = /^((?:apps|packages)\/[^/]+|bench|scripts(?:\/pack)?|docs)\//;

/**
 * What is written by hand and built: no tests, no fixtures, nothing that a command makes, no projects of examples.
 * @param root of a git checkout
 */
export function sourceFiles(root: string): SourceFile[] {
  const listed = execFileSync('git', ['ls-files'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  return listed.split('\n').flatMap((file) => {
    const owner = home.exec(file)?.[1];
    if (owner === undefined || !written.test(file) || made.test(file) || forTests.test(file)) return [];
    const text = readFileSync(path.join(root, file), 'utf8');
    return [
      { file, home: owner, folder: path.posix.dirname(file), lines: text.split('\n').length - 1, text },
    ];
  });
}

/** Folders with their number of files, most first. */
export function folderSizes(files: readonly SourceFile[]): (readonly [folder: string, files: number])[] {
  const sizes = new Map<string, number>();
  for (const { folder } of files) sizes.set(folder, (sizes.get(folder) ?? 0) + 1);
  return [...sizes].toSorted(([, one], [, other]) => other - one);
}
