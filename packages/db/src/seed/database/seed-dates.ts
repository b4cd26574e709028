import { type Client, tableExists } from '@agora/postgres';
import { createToolTables } from '@agora/seeding';
import { LOADER } from './roles.ts';

/**
 * Makes the table that keeps the reference date of each seeded profile, unless it is there.
 * @throws seed.no_rights
 */
export async function createSeedDates(client: Client): Promise<void> {
  await createToolTables(client, {
    role: LOADER,
    last: 'seed_dates',
    grants: ['SELECT, INSERT, UPDATE, DELETE ON agora.seed_dates'],
    sql: `
    CREATE TABLE IF NOT EXISTS agora.seed_dates (
      profile   text PRIMARY KEY,
      reference timestamptz NOT NULL
    );
    COMMENT ON TABLE agora.seed_dates IS 'The moment before which all content of a seeded profile lies.'`,
  });
}

/** The reference date with which a profile is seeded; undefined where none is kept. Writes nothing. */
export async function readSeedDate(client: Client, profile: string): Promise<Date | undefined> {
  if (!(await tableExists(client, 'agora', 'seed_dates'))) return undefined;
  const { rows } = await client.query<{ reference: Date }>(
    'SELECT reference FROM agora.seed_dates WHERE profile = $1',
    [profile],
  );
  return rows[0]?.reference;
}

/** Keeps the reference date of a profile. */
export async function recordSeedDate(client: Client, profile: string, reference: Date): Promise<void> {
  await client.query(
    `INSERT INTO agora.seed_dates VALUES ($1, $2) ON CONFLICT (profile) DO UPDATE SET reference = excluded.reference`,
    [profile, reference],
  );
}

/** Forgets the reference date of a profile, so that its next seeding gets one of its own. */
export async function forgetSeedDate(client: Client, profile: string): Promise<void> {
  await client.query('DELETE FROM agora.seed_dates WHERE profile = $1', [profile]);
}
