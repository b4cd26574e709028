import { withConnection } from '@agora/postgres';
import { withTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

import { readRights } from './read-rights.ts';

/** What is asked of the catalog of Citus: a table and one shard of it, on a node that is this server. */
const CLUSTER = `
CREATE TABLE posts (org_id uuid, body text);
CREATE TABLE posts_1 (LIKE posts);
CREATE TABLE pg_dist_partition (logicalrelid regclass);
CREATE TABLE pg_dist_shard (logicalrelid regclass, shardid bigint);
CREATE TABLE pg_dist_placement (shardid bigint, groupid int);
CREATE TABLE pg_dist_local_group (groupid int);
INSERT INTO pg_dist_partition VALUES ('posts');
INSERT INTO pg_dist_shard VALUES ('posts', 1);
INSERT INTO pg_dist_placement VALUES (1, 0);
INSERT INTO pg_dist_local_group VALUES (0);
CREATE FUNCTION shard_name(regclass, bigint) RETURNS text LANGUAGE sql AS $$ SELECT $1 || '_' || $2 $$;
CREATE FUNCTION run_command_on_workers(text) RETURNS TABLE (nodename text, nodeport int, success bool, result text)
  LANGUAGE plpgsql AS $$ BEGIN nodename := 'here'; nodeport := 1; success := true; EXECUTE $1 INTO result; RETURN NEXT; END $$;
`;

test('a right on a column is one of those that are compared', () =>
  withTestDatabase((url) =>
    withConnection(url, async (client) => {
      await client.query(CLUSTER);
      const rights = async (): Promise<readonly string[]> =>
        (await readRights(client))[1]!.tables.map((one) => one.rights);
      const [table, shard] = await rights();
      expect(shard).toBe(table);
      await client.query('GRANT UPDATE (body) ON posts TO PUBLIC');
      expect(await rights()).toEqual([`${table}\nUPDATE (body) to public`, table]);
    }),
  ));
