import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes that hold all sections before the code: types, imports, exports. The engine's end at about 22,000. */
const HEAD_BYTES = 1 << 16;

/**
 * Whether glue code made for one build of the engine serves another: all that the WebAssembly imports it has, and all
 * that it calls the WebAssembly exports. The compiler puts a hash of what crosses the border into each name.
 *
 * @param engineFile the WebAssembly
 * @param glue the text of schema_engine_bg.js
 */
export function glueFits(engineFile: string, glue: string): boolean {
  const head = readHead(engineFile);
  // In the import section: the module, the length of the name in one or two bytes, the name.
  const imports = [...head.matchAll(/\.\/schema_engine_bg\.js[\s\S]{1,2}?(__wb\w+)/g)].map(
    ([, name]) => name,
  );
  const calls = [...glue.matchAll(/\bwasm\.(\w+)/g)].map(([, name]) => name ?? '');
  return (
    imports.length > 0 &&
    imports.every((name) => glue.includes(`export function ${name}(`)) &&
    calls.every((name) => head.includes(name))
  );
}

function readHead(file: string): string {
  const buffer = Buffer.alloc(HEAD_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    return buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}
