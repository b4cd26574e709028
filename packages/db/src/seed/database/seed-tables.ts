import { AgoraError } from '@agora/core';
import { type Client, failedWith, SQLSTATE } from '@agora/postgres';
import { createSeedTables } from '@agora/seeding';
import { LOADER } from './roles.ts';
import { createSeedProfiles } from './create-seed-profiles.ts';

/**
 * Makes the tables in which seeds are noted, unless they are there. Those of an earlier version, which kept the
 * community beside the rest of a row's key, become what they are now; nothing is lost.
 * @throws seed.no_rights
 */
export async function createForumSeedTables(client: Client): Promise<void> {
  await createSeedTables(client, LOADER);
  await createSeedProfiles(client);
  const { rows } = await client.query<{ login: string; owner: string }>(
    `SELECT current_user AS login, pg_get_userbyid(c.relowner) AS owner
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = to_regnamespace('agora') AND c.relname = 'seed_rows'
        AND a.attname = 'community_id' AND NOT a.attisdropped`,
  );
  const [earlier] = rows;
  if (earlier === undefined) return;
  try {
    await client.query(`
      ALTER TABLE agora.seed_rows DROP CONSTRAINT seed_rows_pkey;
      ALTER TABLE agora.seed_rows ALTER key TYPE text[] USING community_id::text || key::text[];
      ALTER TABLE agora.seed_rows DROP COLUMN community_id, ADD PRIMARY KEY (name, key)`);
  } catch (error) {
    if (!failedWith(error, SQLSTATE.insufficientPrivilege)) throw error;
    throw new AgoraError({
      code: 'seed.no_rights',
      message: `The login "${earlier.login}" may not renew the table in which the rows of seeds are noted.`,
      why: 'agora.seed_rows is of an earlier version, and only its owner can change it.',
      fix: `Seed once as "${earlier.owner}", or as a superuser.`,
      cause: error,
    });
  }
}
