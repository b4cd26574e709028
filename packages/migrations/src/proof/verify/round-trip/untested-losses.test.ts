import { loadParser } from '@agora/postgres/parser';
import { buildFactBase } from '@supabase/pg-delta';
import { expect, it } from 'vitest';

import { makeScript } from '../../../project/folder.ts';
import { reportOf } from '../findings.ts';
import { unreadIn } from './untested-losses.ts';

it('calls nothing proven that holds what the parser does not know', async () => {
  await loadParser();
  const up = makeScript('/m/migration.sql', 'CREATE TABLE t (id int);\nREPACK SIDEWAYS t;\n');
  const unread = unreadIn(up, makeScript('/m/down.sql', 'DROP TABLE t;'));
  expect(unread).toEqual([expect.stringMatching(/^\/m\/migration\.sql:2 cannot be read/)]);
  const after = { catalog: { serverVersion: 180_000, objects: new Map() }, facts: buildFactBase([], []) };
  expect(
    reportOf({
      proven: true,
      lost: [],
      reasons: [],
      unproven: [],
      unjudged: unread,
      notes: [],
      after,
      emptied: false,
    }),
  ).toMatchObject({ outcome: 'unproven on rows', reason: expect.stringContaining('cannot be read') });
});
