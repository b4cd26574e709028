import { expect, test } from 'vitest';

import { readDirectives } from './directives.ts';

test('reads every directive above the first statement', () => {
  const sql = [
    '-- CreateTable',
    '-- agora: no-transaction',
    '--agora:allow drop-table because nobody reads it',
    '/* a comment */',
    '-- agora: irreversible because mail was sent',
    '-- agora: loses table "Blog"."Post"',
    `-- agora: loses column public."User".email where "role" = 'ADMIN'`,
    '-- agora: replaces 20240101000000_a',
    '-- agora: expands column "App".users.name as "displayName"',
    '-- agora: contracts table users as accounts',
    '-- agora: expands type users.age keeping agora_old_age',
    '-- agora: expands type users.role keeping agora_old_role, then drops crm."Role_old"',
    '-- agora: copies column users.title from "name"  ||  x',
    `-- agora: convert users.on forward ':value = ''yes''' back ':value::text'`,
    '-- agora: lock-timeout 5s',
    '-- agora: statement-timeout 10min\r',
    'SELECT 1;',
  ].join('\n');
  expect(readDirectives(sql)).toMatchObject([
    { kind: 'no-transaction', line: 2 },
    { kind: 'allow', rule: 'drop-table', reason: 'nobody reads it', line: 3 },
    { kind: 'irreversible', reason: 'mail was sent', line: 5 },
    { kind: 'loses', target: { schema: 'Blog', table: 'Post' }, line: 6 },
    {
      kind: 'loses',
      target: { schema: 'public', table: 'User', column: 'email' },
      where: `"role" = 'ADMIN'`,
    },
    { kind: 'replaces', migration: '20240101000000_a' },
    {
      kind: 'expands',
      of: 'column',
      target: { schema: 'App', table: 'users', column: 'name' },
      to: 'displayName',
    },
    { kind: 'contracts', of: 'table', target: { table: 'users' }, to: 'accounts' },
    { kind: 'expands', of: 'type', target: { table: 'users', column: 'age' }, to: 'agora_old_age' },
    {
      kind: 'expands',
      of: 'type',
      target: { table: 'users', column: 'role' },
      to: 'agora_old_role',
      drops: 'crm."Role_old"',
    },
    { kind: 'copies', target: { table: 'users', column: 'title' }, from: '"name"  ||  x' },
    {
      kind: 'convert',
      target: { table: 'users', column: 'on' },
      forward: ":value = 'yes'",
      back: ':value::text',
    },
    { kind: 'lock-timeout', milliseconds: 5000 },
    { kind: 'statement-timeout', milliseconds: 600_000, line: 16 },
  ]);
});

test.each([
  ['-- agora: notransaction', '"notransaction" is not one of'],
  ['-- agora: allow drop-table', 'because'],
  ['-- agora: loses "Post"', 'expected: loses table'],
  ['-- agora: expands column users as people', 'expected: expands column'],
  ['-- agora: expands type users.age as old', 'expected: expands column'],
  ['-- agora: expands column users.age as old, then drops t', 'expected: expands column'],
  ['-- agora: contracts type users.age keeping old, then drops t', 'expected: contracts column'],
  ['-- agora: copies users.title from name', 'expected: copies column'],
  ["-- agora: convert users.on forward ':value'", 'expected: convert'],
  ['-- agora: loses table a.b.c.d', 'expected: loses table'],
  ['-- agora: lock-timeout 5', 'expected: lock-timeout'],
  ['SELECT 1;\n-- agora: no-transaction', 'at the top'],
])('%j is reported', (sql, problem) => {
  expect(readDirectives(sql)).toMatchObject([{ kind: 'invalid', problem: expect.stringContaining(problem) }]);
});

test('text in strings and in block comments is no directive', () => {
  expect(readDirectives("/*\n-- agora: no-transaction\n*/ SELECT '\n-- agora: no-transaction\n';")).toEqual(
    [],
  );
});
