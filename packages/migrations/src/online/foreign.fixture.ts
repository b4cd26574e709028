// What a folder of migrations becomes: tsx --conditions=source src/online/foreign.fixture.ts <folder> [first] [last] [ways-back]
import { testServerUrl } from '@agora/testkit';

import { readFolder } from '../project/folder.ts';
import { makeOnline, rewriteChosen } from './make-online.ts';

const [directory = '', first = '0', last = 'Infinity', waysBack] = process.argv.slice(2);
const { migrations } = await readFolder(directory);
const chosen = new Set(migrations.slice(Number(first), Number(last)));
const input = {
  adminUrl: await testServerUrl(),
  migrations: migrations.slice(0, Number(last)),
  isChosen: (one: (typeof migrations)[number]) => chosen.has(one),
};
const reports = waysBack === undefined ? await rewriteChosen(input) : (await makeOnline(input)).reports;
const count = (list: readonly string[]): readonly string[] =>
  [...new Set(list)]
    .map((one) => [one, list.filter((other) => other === one).length] as const)
    .toSorted((a, b) => b[1] - a[1])
    .map(([one, number]) => `  ${number}  ${one}`);
const rewritten = reports.flatMap((one) => one.rewritten);
const left = reports.flatMap((one) => one.left);
const lines = [
  `${directory}: ${chosen.size} migrations, ${rewritten.length + left.length} findings, ${rewritten.length} rewritten, ${left.length} left`,
  `  ${reports.filter(({ equality }) => equality !== undefined).length} migrations compared, ${reports.filter(({ equality }) => equality?.equal).length} equal`,
  'rewritten:',
  ...count(rewritten.map(({ rule }) => rule)),
  'left:',
  ...count(left.map(({ finding, reason }) => `${finding.rule}: ${reason.split('\n', 1)[0]}`)),
  'not equal:',
  ...reports.flatMap(({ original, equality }) =>
    equality === undefined || equality.equal
      ? []
      : [`  ${original.name}: ${equality.differences.slice(0, 4).join('\n    ')}`],
  ),
  'compared without rows:',
  ...reports.flatMap(({ original, equality }) =>
    (equality?.notes ?? []).flatMap((note) =>
      note.includes('original fails') ? [`  ${original.name}: ${note}`] : [],
    ),
  ),
  'ways back not proven:',
  ...reports.flatMap(({ proofs }) =>
    proofs.flatMap(({ migration, outcome, reason }) =>
      outcome.startsWith('proven') ? [] : [`  ${migration}: ${outcome} ${reason ?? ''}`],
    ),
  ),
];
process.stdout.write(`${lines.join('\n')}\n`);
