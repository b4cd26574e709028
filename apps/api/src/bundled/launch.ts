// What `node server.js` runs in the bundle: the program, as V8 compiled it at build time.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compiledFileOf, compileProgram, runProgram } from './program-file.ts';

/** The program's file name, put here by the bundler. */
declare const agoraProgram: string;

const file = path.join(import.meta.dirname, agoraProgram);
void runProgram(compileProgram(file, compiled()), file).serve();

function compiled(): Buffer | undefined {
  try {
    return readFileSync(compiledFileOf(file));
  } catch {
    return undefined;
  }
}
