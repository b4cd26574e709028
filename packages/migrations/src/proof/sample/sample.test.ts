import { readTables } from '@agora/catalog';
import { withConnection } from '@agora/postgres';
import { fillTables } from '@agora/seeding/fill';
import { useTestDatabase } from '@agora/testkit';
import { describe, expect, it } from 'vitest';

import { makeScript } from '../../project/folder.ts';
import { addExtraRows, lostContent, readContent, takeOut } from './index.ts';

/** Columns that conversions damage, and rules that rows must keep. */
const SCHEMA = `
CREATE EXTENSION citext;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE pair AS (a int, b text, m mood);
CREATE DOMAIN email AS citext CHECK (VALUE ~ '^[a-z0-9.]+@[a-z0-9.]+$');
CREATE TABLE every_type (
  id uuid PRIMARY KEY, i4 int, n numeric(6,2), f8 float8, b boolean NOT NULL, t text, v varchar(3) NOT NULL UNIQUE,
  ba bytea NOT NULL, ts timestamp, jb jsonb NOT NULL, e mood NOT NULL, ea mood[] NOT NULL, ia int[], coa pair[],
  em email NOT NULL, s serial, idn int GENERATED ALWAYS AS IDENTITY
);
CREATE TABLE checked (
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{2,19}$'),
  colour char(7) NOT NULL CHECK (colour ~ '^#[0-9A-F]{6}$'),
  code text NOT NULL CHECK (code IN ('RED', 'GREEN')),
  age int NOT NULL CHECK (age BETWEEN 18 AND 150)
);
CREATE TABLE members (tenant uuid NOT NULL, id int NOT NULL, PRIMARY KEY (tenant, id));
CREATE TABLE bans (tenant uuid NOT NULL, member int NOT NULL, FOREIGN KEY (tenant, member) REFERENCES members, PRIMARY KEY (tenant, member));
CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree);
`;

describe('rows for a proof', () => {
  const database = useTestDatabase();

  it('also hold what is unusual, in the tables that a script names, until it is taken out', async () => {
    await withConnection(database.url, async (client) => {
      await client.query(SCHEMA);
      await fillTables(client);
      const before = await readContent(client);
      const extras = await addExtraRows(
        client,
        await readTables(client),
        makeScript(
          'x',
          `ALTER TABLE every_type ADD x int; UPDATE checked SET colour = '#ABCDEF' WHERE age > 70`,
        ),
      );
      expect([...new Set(extras.map(({ table }) => table.label))]).toEqual([
        'public.every_type',
        'public.checked',
      ]);
      const { rows } = await client.query<Record<string, unknown>>(
        `SELECT r.* FROM every_type r WHERE num_nulls(t, ia, coa, ts, e) = 4`,
      );
      const given = Object.entries(rows[0] ?? {}).flatMap(([name, value]) => (value === null ? [] : [name]));
      expect(rows).toHaveLength(1);
      expect(given).toEqual(['id', 'b', 'v', 'ba', 'jb', 'e', 'ea', 'em', 's', 'idn']);
      const shown = await client.query(
        `SELECT (SELECT bool_or(length(t) > 100 AND t ~ '^ ' AND t ~ 'Ü') FROM every_type) AS long,
                (SELECT count(*)::int FROM checked WHERE colour = '#ABCDEF') AS mentioned,
                (SELECT count(*)::int FROM checked WHERE age > 70) AS old`,
      );
      expect(shown.rows[0]).toMatchObject({ long: true });
      expect(shown.rows[0].mentioned).toBeGreaterThan(0);
      expect(shown.rows[0].old).toBeGreaterThan(0);
      expect(await takeOut(client, extras)).toBe(true);
      const after = await readContent(client);
      expect(lostContent(before, after)).toEqual([]);
      expect(lostContent(after, before)).toEqual([]);
    });
  });

  it('show by their content which column lost its values, and which table its rows', async () => {
    await withConnection(database.url, async (client) => {
      const before = await readContent(client);
      await client.query("UPDATE checked SET code = 'GREEN'; DELETE FROM bans; INSERT INTO tree VALUES (99)");
      expect(lostContent(before, await readContent(client))).toEqual(['public.checked.code', 'public.bans']);
    });
  });
});
