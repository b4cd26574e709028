import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { CASES } from './cases.ts';
import { measureAll } from './measure.ts';
import { renderPage } from './page.ts';

/** Measures every case on a number of rows, and writes docs/online.md. */
const rows = Number(process.argv[2] ?? 1_000_000);
if (!Number.isSafeInteger(rows) || rows < 1) throw new Error('How many rows? For example: 1000000');
const measured = await measureAll(CASES, rows, (title) => process.stderr.write(`${title}\n`));
writeFileSync(path.resolve(import.meta.dirname, '..', '..', 'online.md'), renderPage(measured, rows));
