import { expect, test } from 'vitest';

import { checkAsGithub, checkAsSarif } from './formats.ts';
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
