import { type Client, tableExists } from '@agora/postgres';
import { createToolTables } from '@agora/seeding';
import { LOADER } from './roles.ts';

/** With what a profile was seeded. */
export interface SeededWith {
  /** Of the random numbers. */
  readonly seed: number;
  /** All content lies before. */
  readonly reference: Date;
}

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

/** With what each profile is seeded; none where nothing is kept. Writes nothing. */
export async function readSeededWith(client: Client): Promise<ReadonlyMap<string, SeededWith>> {
  if (!(await tableExists(client, 'agora', 'seed_profiles'))) return new Map();
  const { rows } = await client.query<SeededWith & { profile: string }>(
    'SELECT profile, seed::float8 AS seed, reference FROM agora.seed_profiles',
  );
  return new Map(rows.map((row) => [row.profile, row]));
}

/** Keeps with what a profile is seeded. */
export async function recordSeededWith(
  client: Client,
  profile: string,
  { seed, reference }: SeededWith,
): Promise<void> {
  await client.query(
    `INSERT INTO agora.seed_profiles VALUES ($1, $2, $3)
     ON CONFLICT (profile) DO UPDATE SET seed = excluded.seed, reference = excluded.reference`,
    [profile, seed, reference],
  );
}

/** Forgets it, so that the next seeding of the profile gets a date of its own. */
export async function forgetSeededWith(client: Client, profile: string): Promise<void> {
  await client.query('DELETE FROM agora.seed_profiles WHERE profile = $1', [profile]);
}
