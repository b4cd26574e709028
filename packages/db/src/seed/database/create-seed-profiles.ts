import type { Client } from '@agora/postgres';
import { createToolTables } from '@agora/seeding';
import { LOADER } from './roles.ts';

/**
 * Makes the table that keeps with what each profile was seeded, unless it is there.
 * @throws seed.no_rights
 */
export async function createSeedProfiles(client: Client): Promise<void> {
  await createToolTables(client, {
    role: LOADER,
    last: 'seed_profiles',
    grants: ['SELECT, INSERT, UPDATE, DELETE ON agora.seed_profiles'],
    sql: `
    CREATE TABLE IF NOT EXISTS agora.seed_profiles (
      profile   text PRIMARY KEY,
      seed      bigint NOT NULL,
      reference timestamptz NOT NULL
    );
    COMMENT ON TABLE agora.seed_profiles IS 'With what seed and reference date a profile was seeded.'`,
  });
}
