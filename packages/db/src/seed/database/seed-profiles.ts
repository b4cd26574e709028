import { type Client, tableExists } from '@agora/postgres';
import { rowsOf } from '../../sql/index.ts';
import { forgetProfileSql } from './forget-profile.sql.ts';
import { keepProfileSql } from './keep-profile.sql.ts';
import { seedProfilesSql } from './seed-profiles.sql.ts';

/** With what a profile was seeded. */
interface SeededWith {
  /** Of the random numbers. */
  readonly seed: number;
  /** All content lies before. */
  readonly reference: Date;
}

/** With what each profile is seeded; none where nothing is kept. Writes nothing. */
export async function readSeededWith(client: Client): Promise<ReadonlyMap<string, SeededWith>> {
  if (!(await tableExists(client, 'agora', 'seed_profiles'))) return new Map();
  const rows = await rowsOf(client, seedProfilesSql({}));
  return new Map(rows.map((row) => [row.profile, row]));
}

/** Keeps with what a profile is seeded. */
export async function recordSeededWith(
  client: Client,
  profile: string,
  { seed, reference }: SeededWith,
): Promise<void> {
  await rowsOf(client, keepProfileSql({ profile, seed, reference }));
}

/** Forgets it, so that the next seeding of the profile gets a date of its own. */
export async function forgetSeededWith(client: Client, profile: string): Promise<void> {
  await rowsOf(client, forgetProfileSql({ profile }));
}
