import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { plant, type Planted } from './plant.fixture.ts';
import { harmless, type Regression, regressions } from './regressions.fixture.ts';

/**
 * Plants each regression in a real deploy and writes what became of it into docs/operations.md; with words, only those whose
 * name holds one of them, and writes nothing. Exits 1 when one was not found within 60 s and undone within 30 s.
 */
const words = process.argv.slice(2);
const page = path.resolve(import.meta.dirname, '..', '..', '..', '..', '..', 'docs', 'operations.md');
const [BEGIN, END] = ['<!-- regressions -->', '<!-- /regressions -->'] as const;
const SPANS = { baseline: 40_000, for: 50_000 } as const;

const isGood = (planted: Planted): boolean =>
  planted.report.outcome === 'rolled back' &&
  planted.applied.length === 1 &&
  planted.foundMs < 60_000 &&
  planted.undoneMs < 30_000;

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

function row({ kind, name }: Regression, { report, foundMs, undoneMs, seen }: Planted): string {
  const [what = '', why = ''] = seen.split(/: (?=\/)/);
  return `| ${kind} | ${name} | ${report.cause ?? 'not found'}, ${why === '' ? what : why} | ${seconds(foundMs)} | ${seconds(undoneMs)} |`;
}

/** What was seen of one that was missed. */
function explained({ report: { steps, judgement } }: Planted): readonly string[] {
  return [
    ...steps
      .filter(({ outcome, name }) => outcome === 'failed' || name === 'way back')
      .map(({ name, saw, findings }) =>
        [name, saw, ...findings.map(({ message, why }) => `${message} ${why}`)].join(' | '),
      ),
    ...(judgement?.findings ?? []).map(
      ({ name, measure, verdict, reason }) => `${name} | ${measure} | ${verdict} | ${reason}`,
    ),
  ];
}

const chosen = regressions.filter(
  ({ kind, name }) => words.length === 0 || words.some((word) => `${kind} ${name}`.includes(word)),
);
const rows: string[] = [];
let missed = 0;
for (const regression of chosen) {
  const planted = await plant(regression, SPANS).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  });
  if (planted === undefined) {
    missed += 1;
    continue;
  }
  const line = row(regression, planted);
  rows.push(line);
  const outcome = isGood(planted) ? 'found and undone' : `MISSED (${planted.report.outcome})`;
  if (!isGood(planted)) {
    missed += 1;
    process.stderr.write(`${explained(planted).join('\n')}\n`);
  }
  process.stdout.write(`${outcome}: ${line}\n`);
}
if (words.length === 0) {
  const { report } = await plant(harmless, SPANS);
  process.stdout.write(`an index more, which does no harm: ${report.outcome}\n`);
  if (report.judgement?.verdict === 'worse') missed += 1;
  const table = [
    '| kind | planted | seen by | found after s | undone in s |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
  const text = await readFile(page, 'utf8');
  const [before = '', rest = ''] = text.split(BEGIN);
  const after = rest.split(END)[1] ?? '';
  await writeFile(page, `${before}${BEGIN}\n${table}\n${END}${after}`);
}
process.stdout.write(
  `${chosen.length - missed} of ${chosen.length} found within 60 s and undone within 30 s\n`,
);
process.exitCode = missed === 0 ? 0 : 1;
