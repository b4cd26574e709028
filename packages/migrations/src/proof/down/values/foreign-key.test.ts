import { readCatalog } from '@agora/catalog';
import { withConnection } from '@agora/postgres';
import { withTestDatabase } from '@agora/testkit';
import { expect, it } from 'vitest';

import { bare, qualified, readForeignKey } from './foreign-key.ts';

it('reads foreign keys over names with spaces, dots, commas, quotes and parentheses', async () => {
  const found = await withTestDatabase((url) =>
    withConnection(url, async (client) => {
      await client.query(`CREATE SCHEMA "a b";
        CREATE TABLE "a b"."Order (Line), no. 1" ("the ""id""" int, "x, y" int, PRIMARY KEY ("the ""id""", "x, y"), UNIQUE ("x, y"));
        CREATE TABLE plain (own int, "o.w.n" int REFERENCES "a b"."Order (Line), no. 1" ("x, y"), CHECK (own > 0),
          CONSTRAINT two FOREIGN KEY (own, "o.w.n") REFERENCES "a b"."Order (Line), no. 1" ON DELETE CASCADE)`);
      return [...(await readCatalog(client)).objects.values()].flatMap((one) => readForeignKey(one) ?? []);
    }),
  );
  const table = '"a b"."Order (Line), no. 1"';
  expect(found.map((one) => [one.columns.map(bare), qualified(one.table), one.targets.map(bare)])).toEqual(
    expect.arrayContaining([
      [['own', 'o.w.n'], table, ['the "id"', 'x, y']],
      [['o.w.n'], table, ['x, y']],
    ]),
  );
  expect(found).toHaveLength(2);
});
