import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';
import type * as program from './program.ts';

/**
 * Compiles the bundled program.
 * @param file its path; a function of CommonJS's parameters and one that imports what stays outside
 * @param compiled what V8 made of the very same file earlier. It is V8 that checks whether it was its own version, with
 *   the same flags; otherwise, and without, everything is compiled anew.
 */
export function compileProgram(file: string, compiled?: Buffer): Script {
  // The bundler writes ASCII, of which Latin-1 is the fastest reading.
  return new Script(readFileSync(file, 'latin1'), { filename: file, cachedData: compiled });
}

/** A script from V8's cache cannot import (Node 20), so whoever runs it does so in its stead. */
const obtain = (specifier: string): Promise<unknown> => import(specifier);

/** Runs a compiled program, which does nothing yet but give what it exports. */
export function runProgram(script: Script, file: string): typeof program {
  const module = { exports: {} };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the bundler wrapped it so
  const wrapped = script.runInThisContext() as (...parameters: readonly unknown[]) => void;
  wrapped(module.exports, createRequire(file), module, file, path.dirname(file), obtain);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return module.exports as typeof program;
}

/** Where the compiled form of a program lies. The program's name has a hash of its text, so the two belong together. */
export function compiledFileOf(file: string): string {
  return `${file}.v8`;
}
