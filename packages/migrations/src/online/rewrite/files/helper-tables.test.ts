import { loadParser } from '@agora/postgres/parser';
import { beforeAll, expect, test } from 'vitest';

import { makeScript } from '../../../project/folder.ts';
import { withoutFrame } from './frame.ts';

beforeAll(loadParser);

test.each([
  [
    'CREATE LOCAL TEMP TABLE t (temp int) ON COMMIT PRESERVE ROWS;',
    'CREATE TABLE t (temp int) ;\n\nDROP TABLE "t";',
  ],
  ['SELECT temp, id INTO TEMP t FROM a;', 'SELECT temp, id INTO t FROM a;\n\nDROP TABLE "t";'],
  [
    'CREATE TEMP TABLE t AS SELECT temp FROM a; DROP TABLE t;',
    'CREATE TABLE t AS SELECT temp FROM a; DROP TABLE t;',
  ],
])('of %s the word goes, and no column of that name', (sql, ordinary) => {
  expect(withoutFrame(makeScript('migration.sql', sql)).body).toBe(ordinary);
});
