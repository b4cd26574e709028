import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Brings a package's `dist/` up to date with its sources. Tests of a command line run it as it is installed: started
 * from its sources, each of some hundred runs would compile them first, for three times as long as it works.
 * @param directory of the package
 * @param scripts further files that node is to run there afterwards
 */
export async function buildPackage(directory: string, scripts: readonly string[] = []): Promise<void> {
  const typescript = createRequire(path.join(directory, 'package.json')).resolve('typescript/package.json', {
    paths: [directory, path.resolve(directory, '..', '..')],
  });
  const compiler = path.join(path.dirname(typescript), 'bin', 'tsc');
  for (const words of [[compiler, '-b', 'tsconfig.build.json'], ...scripts.map((script) => [script])]) {
    await node(words, directory);
  }
}

function node(words: readonly string[], cwd: string): Promise<void> {
  return new Promise((done, fail) => {
    execFile(process.execPath, words, { cwd }, (error, stdout, stderr) => {
      if (error === null) done();
      else fail(new Error(`${cwd} could not be built:\n${stdout}${stderr}`, { cause: error }));
    });
  });
}
