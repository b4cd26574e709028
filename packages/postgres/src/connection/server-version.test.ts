import { expect, test } from 'vitest';
import { inDatabase } from '../server.fixture.ts';
import { withConnection } from './connection.ts';
import { readServerMajor, readServerVersion, serverMajor } from './server-version.ts';

test('the version of a server is its own, whatever a database makes of text and of names', async () => {
  await inDatabase((url) =>
    withConnection(url, async (client) => {
      const version = await readServerVersion(client);
      expect(version).toBeGreaterThanOrEqual(130_000);
      await client.query(`
        CREATE FUNCTION public.current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT '90000' $$;
        CREATE FUNCTION public.length_of(text) RETURNS integer LANGUAGE sql AS $$ SELECT length($1) $$;
        CREATE CAST (text AS integer) WITH FUNCTION public.length_of(text);
        SET search_path TO public, pg_catalog`);
      const misled = await client.query<{ version: number }>(
        "SELECT pg_catalog.current_setting('server_version_num')::int AS version",
      );
      expect(misled.rows).toEqual([{ version: 6 }]);
      expect(await readServerVersion(client)).toBe(version);
      expect(await readServerMajor(client)).toBe(serverMajor(version));
    }),
  );
});
