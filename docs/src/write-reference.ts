import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { referencePages } from './reference/pages.ts';

const target = path.resolve(import.meta.dirname, '..', 'reference');

/** Writes docs/reference from the code: every command, rule, error and setting. Not committed: the code has it. */
export function writeReference(): void {
  rmSync(target, { recursive: true, force: true });
  for (const [file, text] of referencePages()) {
    const page = path.join(target, file);
    mkdirSync(path.dirname(page), { recursive: true });
    writeFileSync(page, text);
  }
}
