import { readTables } from '@agora/catalog';
import { withTestDatabase, withTestRole } from '@agora/testkit';
import { withConnection } from '@agora/postgres';
import { describe, expect, it } from 'vitest';

import { fillTables } from './fill-tables.ts';
import { multiplyRows } from './many-rows.ts';

const SCHEMA = `
CREATE DOMAIN slug AS text CHECK (VALUE ~ '^[a-z0-9-]+$');
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE tenants (id uuid PRIMARY KEY, name varchar(12) NOT NULL UNIQUE);
CREATE TABLE members (tenant uuid NOT NULL REFERENCES tenants, id int NOT NULL, mail slug NOT NULL, PRIMARY KEY (tenant, id));
CREATE TABLE "Follow Up" (tenant uuid NOT NULL REFERENCES tenants, member int NOT NULL, other int NOT NULL, note text, feel mood,
  "up" text GENERATED ALWAYS AS (upper(note)) STORED, serial bigint GENERATED ALWAYS AS IDENTITY,
  FOREIGN KEY (tenant, member) REFERENCES members, FOREIGN KEY (tenant, other) REFERENCES members);
CREATE TABLE one_each (member_tenant uuid NOT NULL, member_id int NOT NULL, PRIMARY KEY (member_tenant, member_id),
  FOREIGN KEY (member_tenant, member_id) REFERENCES members);
CREATE TABLE log (at timestamptz NOT NULL, id int NOT NULL, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2031-01-01') TO ('2031-01-02');
CREATE TABLE later (id int PRIMARY KEY DEFERRABLE, digest bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32));
CREATE TABLE single (one boolean PRIMARY KEY CHECK (one));
CREATE TABLE none (id int PRIMARY KEY, CHECK (id > 5 AND id < 3));
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION $m$not here$m$; END';
CREATE TABLE guarded (id int PRIMARY KEY); CREATE TRIGGER refuse BEFORE INSERT ON guarded FOR EACH ROW EXECUTE FUNCTION refuse();
`;

describe('multiplyRows', () => {
  it('raises tables of every sort, pointing where they must, and says what it cannot', async () => {
    await withTestDatabase(async (url) =>
      withConnection(url, async (client) => {
        await client.query(SCHEMA);
        const tables = await readTables(client);
        await fillTables(client, { tables });
        const report = await multiplyRows(client, { tables, rows: 1000, nulls: true });
        expect(
          Object.fromEntries(report.map(({ table, rows }) => [table.replace('public.', ''), rows])),
        ).toEqual({
          tenants: 1000,
          members: 1000,
          'Follow Up': 1000,
          one_each: expect.toSatisfy((rows: number) => rows >= 990),
          log: 1000,
          later: 1000,
          guarded: 1000,
          single: 1,
          none: 0,
        });
        expect(report.filter(({ reason }) => reason !== undefined).map(({ table }) => table)).toEqual([
          'public.single',
          'public.none',
        ]);
        // Every foreign key holds: it was asleep while the rows went in.
        await client.query(`UPDATE pg_constraint SET convalidated = false WHERE contype = 'f'`);
        for (const [table, key] of [
          ['members', 'members_tenant_fkey'],
          ['"Follow Up"', '"Follow Up_tenant_member_fkey"'],
          ['"Follow Up"', '"Follow Up_tenant_other_fkey"'],
          ['one_each', 'one_each_member_tenant_member_id_fkey'],
        ])
          await client.query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${key}`);
        const { rows } = await client.query<{ nulls: number; parents: number }>(
          `SELECT count(*) FILTER (WHERE note IS NULL)::int AS nulls, count(DISTINCT (tenant, member))::int AS parents FROM "Follow Up"`,
        );
        expect(rows[0]?.nulls).toBeGreaterThan(400);
        expect(rows[0]?.nulls).toBeLessThan(600);
        expect(rows[0]?.parents).toBeGreaterThan(900);
      }),
    );
  });

  it('does without the rights of a superuser', async () => {
    await withTestDatabase(async (url) =>
      withTestRole(url, async (role) => {
        await withConnection(url, (client) => client.query(`CREATE SCHEMA own AUTHORIZATION ${role.name}`));
        await withConnection(role.url, async (client) => {
          await client.query(
            'CREATE TABLE own.a (id int PRIMARY KEY); CREATE TABLE own.b (a int NOT NULL REFERENCES own.a)',
          );
          const tables = await readTables(client);
          await fillTables(client, { tables });
          const report = await multiplyRows(client, { tables, rows: 50 });
          expect(report).toEqual([
            { table: 'own.a', rows: 50 },
            { table: 'own.b', rows: 50 },
          ]);
        });
      }),
    );
  });
});
