import { readCatalog } from '@agora/catalog';
import { withConnection } from '@agora/postgres';
import { loadParser } from '@agora/postgres/parser';
import { withTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

import { reachOf } from './reads.ts';

const SCHEMA = `
CREATE SCHEMA a; CREATE SCHEMA b;
CREATE TABLE a.posts (id int); CREATE TABLE b.posts (id int); CREATE TABLE tables (id int);
CREATE FUNCTION a.seen() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM a.posts';
CREATE FUNCTION b.seen() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION either() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN seen(); END';
CREATE FUNCTION one() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN b.seen(); END';
CREATE FUNCTION any_of() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM posts); END';
CREATE FUNCTION others() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM information_schema.tables); END';
`;

test('a name without a schema is any that has it, one with a schema is that one', () =>
  withTestDatabase((url) =>
    withConnection(url, async (client) => {
      await client.query(SCHEMA);
      await loadParser();
      const reach = reachOf(await readCatalog(client));
      const tables = (name: string): readonly string[] => reach(`public.${name}`).tables;
      expect(['either', 'one', 'any_of', 'others'].map(tables)).toEqual([
        ['a.posts'],
        [],
        ['a.posts', 'b.posts'],
        [],
      ]);
    }),
  ));
