import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Brings `dist/` up to date with the sources before the tests, which run the command line as it is installed: started
 * from its sources, each of some hundred runs would compile them first, for three times as long as it works.
 */
export default async function build(): Promise<void> {
  const root = path.resolve(import.meta.dirname, '..');
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json', {
    paths: [path.resolve(root, '..', '..')],
  });
  const compiler = path.join(path.dirname(typescript), 'bin', 'tsc');
  await new Promise<void>((done, fail) => {
    execFile(process.execPath, [compiler, '-b', 'tsconfig.build.json'], { cwd: root }, (error, said) => {
      if (error === null) done();
      else fail(new Error(`The command line could not be built:\n${said}`, { cause: error }));
    });
  });
}
