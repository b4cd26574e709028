import { withConnection } from '@agora/postgres';
import { expect, test } from 'vitest';

import { fixtureProject } from '../../project.fixture.ts';
import { makeScript } from '../../project/folder.ts';
import { runScript } from '../replay.ts';

test('a replay changes no role that was there, however it is written, and may use its own', async () => {
  const { url } = await fixtureProject();
  const real = `agora_test_real_${process.pid}`;
  const own = `agora_test_own_${process.pid}`;
  const run = (sql: string): Promise<void> =>
    withConnection(url, (client) => runScript(client, makeScript('migration.sql', sql)));
  const roles = (): Promise<unknown[]> =>
    withConnection(url, async (client) => {
      const { rows } = await client.query('SELECT * FROM pg_roles WHERE rolname = $1', [real]);
      return rows;
    });
  await withConnection(url, (client) => client.query(`CREATE ROLE ${real}`));
  const before = await roles();
  try {
    for (const hostile of [
      `DROP ROLE IF EXISTS ${real}`,
      `DO $$ BEGIN EXECUTE 'DROP ROLE ' || '${real}'; END $$`,
      `ALTER ROLE ${real} CREATEDB`,
      `ALTER ROLE ${real} SET work_mem = '1MB'`,
      `-- agora: no-transaction\nALTER SYSTEM SET work_mem = '1MB'`,
      `CREATE DATABASE ${real}`,
    ])
      await expect(run(hostile)).rejects.toMatchObject({ code: 'migrations.touches_server' });
    await run(
      `CREATE ROLE ${own}; ALTER ROLE ${own} SET work_mem = '1MB'; GRANT ${own} TO CURRENT_USER; CREATE TABLE note (); GRANT SELECT ON note TO ${own}, ${real}`,
    );
    await run(`DROP TABLE note; DROP ROLE ${own}`);
    // What belongs to the server is locked and not written; and code that a block does not run does not count.
    await run(`-- agora: no-transaction\nVACUUM; ANALYZE;
      CREATE TABLE note (); CREATE FUNCTION built(text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE $1; END $$;
      DO $$ BEGIN DELETE FROM note; COMMIT; END $$`);
    // Nor do messages and other texts.
    await run(`COMMENT ON TABLE note IS 'copy of 5%';
      DO $$ BEGIN EXECUTE 'ANALYZE note'; RAISE NOTICE 'Copy % of %', 1, 2; END $$`);
    for (const reaching of [
      `DO $$ BEGIN PERFORM built('SELECT 1'); COMMIT; END $$`,
      `CREATE FUNCTION fired() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM built('SELECT 1'); RETURN NEW; END $$;
       CREATE TRIGGER t AFTER DELETE ON note EXECUTE FUNCTION fired(); DO $$ BEGIN DELETE FROM note; COMMIT; END $$`,
    ])
      await expect(run(`-- agora: no-transaction\n${reaching}`)).rejects.toMatchObject({
        code: 'migrations.touches_server',
      });
    expect(await roles()).toEqual(before);
  } finally {
    await withConnection(url, (client) =>
      client.query(`DROP ROLE IF EXISTS ${own}; DROP ROLE IF EXISTS ${real}`),
    );
  }
});
