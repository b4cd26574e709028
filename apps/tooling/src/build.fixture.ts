import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/**
 * Brings `dist/` up to date with the sources before the tests, which run the command line as it is installed: started
 * from its sources, each of some hundred runs would compile them first, for three times as long as it works.
 */
export default async function build(): Promise<void> {
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json', {
    paths: [path.resolve(root, '..', '..')],
  });
  await node(path.join(path.dirname(typescript), 'bin', 'tsc'), '-b', 'tsconfig.build.json');
  await node(path.resolve(root, '..', '..', 'packages', 'db', 'scripts', 'bundle-threads.mjs'));
}

function node(...words: readonly string[]): Promise<void> {
  return new Promise((done, fail) => {
    execFile(process.execPath, words, { cwd: root }, (error, said, complained) => {
      if (error === null) done();
      else fail(new Error(`The command line could not be built:\n${said}${complained}`, { cause: error }));
    });
  });
}
