import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The repository's root. */
export const root = path.resolve(import.meta.dirname, '..', '..', '..');

/** The text of a file of the repository. */
export const read = (...file: string[]): string => readFileSync(path.join(root, ...file), 'utf8');
