// Run by the bundler as `node compile.js <program>`: keeps what V8 compiles during a start.
import { writeFileSync } from 'node:fs';
import { compiledFileOf, compileProgram, runProgram } from './program-file.ts';

const file = process.argv[2] ?? '';
const script = compileProgram(file);
// A fault ends this process, and with it the build.
void runProgram(script, file)
  .rehearse()
  .then(() => writeFileSync(compiledFileOf(file), script.createCachedData()));
