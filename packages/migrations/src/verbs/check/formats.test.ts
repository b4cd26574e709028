import { expect, test } from 'vitest';

import { makeScript } from '../../project/folder.ts';
import { checkAsGithub, checkAsGitlab, checkAsSarif } from './formats.ts';
import { checkAsMarkdown } from './markdown.ts';
import type { Problem } from './problem.ts';

const places = { prefix: 'packages/my db/', otherwise: 'prisma/schema.prisma' };
const problems: readonly Problem[] = [
  {
    kind: 'model-without-migration',
    code: 'check.model_without_migration',
    message: 'The Prisma schema has changes that no migration makes.',
    why: 'ALTER TABLE a ADD b int;',
    fix: 'agora migrate create --name <what_changes>',
  },
  {
    kind: 'missing-down',
    code: 'check.missing_down',
    migration: '1_a',
    file: 'prisma/migrations/1_a/migration.sql',
    line: 3,
    message: '100% of it has no way back.',
    why: 'w',
    fix: 'f',
  },
];

test('GitHub gets one command a problem, with a path from the top of the repository', () => {
  expect(checkAsGithub(problems, places).trimEnd().split('\n')).toEqual([
    '::error file=packages/my db/prisma/schema.prisma,title=check.model_without_migration::The Prisma schema has changes that no migration makes.%0AALTER TABLE a ADD b int;%0A%0Aagora migrate create --name <what_changes>',
    '::error file=packages/my db/prisma/migrations/1_a/migration.sql,line=3,title=check.missing_down::100%25 of it has no way back.%0Aw%0A%0Af',
  ]);
  expect(checkAsGithub([], places)).toBe('');
});

test('SARIF names a rule for each code and a place for each problem', () => {
  const log = checkAsSarif(problems, places);
  expect(log).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { rules: [{ id: 'check.missing_down' }, { id: 'check.model_without_migration' }] },
        },
        results: [
          {
            ruleIndex: 1,
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'packages/my%20db/prisma/schema.prisma' },
                  region: { startLine: 1 },
                },
              },
            ],
          },
          { ruleIndex: 0, locations: [{ physicalLocation: { region: { startLine: 3 } } }] },
        ],
      },
    ],
  });
  expect(JSON.parse(JSON.stringify(log))).toEqual(log);
});

test('GitLab gets a place and a fingerprint for each problem, the same wherever its line is', () => {
  const report = checkAsGitlab(problems, places);
  expect(report).toMatchObject([
    {
      check_name: 'check.model_without_migration',
      location: { path: 'packages/my db/prisma/schema.prisma' },
    },
    {
      severity: 'major',
      description: '100% of it has no way back. f',
      location: { path: 'packages/my db/prisma/migrations/1_a/migration.sql', lines: { begin: 3 } },
    },
  ]);
  const prints = (list: readonly Problem[]) => checkAsGitlab(list, places).map((one) => one['fingerprint']);
  expect(new Set(prints(problems)).size).toBe(2);
  expect(prints(problems.map((one) => ({ ...one, line: 9 })))).toEqual(prints(problems));
});

const migration = (name: string, up: string, down?: string) => ({
  name,
  directory: name,
  up: makeScript('migration.sql', up),
  ...(down === undefined ? {} : { down: makeScript('down.sql', down) }),
});

test('Markdown tells what stands against it, and what each migration of the change does', async () => {
  const migrations = [
    migration('0_old', 'CREATE TABLE old ();'),
    migration('1_a', 'CREATE TABLE a (id int);', '-- agora: loses table a\nDROP TABLE a;'),
    migration('2_b', '-- agora: irreversible because mails are sent\nDROP TABLE b;'),
  ];
  const report = { problems, migrations: 3, judged: ['1_a', '2_b'], looked: ['lint'] };
  const text = await checkAsMarkdown(report, migrations, places);
  expect(text).toContain('### Migrations: 2 to mend');
  expect(text).toContain(
    '| `packages/my db/prisma/migrations/1_a/migration.sql:3` | 100% of it has no way back. | f |',
  );
  expect(text).toMatch(/#### 1_a\n\n- create table a.*\n\nWay back: down\.sql, loses `a`\./);
  expect(text).toContain('Way back: none, because mails are sent.');
  expect(text).not.toContain('0_old');
  expect(await checkAsMarkdown({ ...report, problems: [] }, migrations, places)).toContain(
    'nothing stands against it',
  );
  expect(text).not.toContain('mermaid');
  expect(await checkAsMarkdown({ ...report, diagram: 'erDiagram' }, migrations, places)).toContain(
    '#### Tables that change\n\n```mermaid\nerDiagram\n```',
  );
});
