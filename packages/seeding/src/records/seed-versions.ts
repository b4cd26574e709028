import { type Client, tableExists } from '@agora/postgres';
import { createToolTables } from './tool-tables.ts';

/** What `agora.seed_versions` says about one seed. */
export interface SeedVersion {
  /** `<profile>/<entity>`. */
  name: string;
  version: number;
  /** Of its rows; see content-hash.ts. */
  hash: string;
  environment: string;
  executedAt: Date;
  durationMs: number;
  rows: number;
}

/**
 * Makes the tables in which seeds are noted, unless they are there.
 * @param role as which seeds are written; it may use them
 * @throws seed.no_rights
 */
export async function createSeedTables(client: Client, role: string): Promise<void> {
  await createToolTables(client, {
    role,
    last: 'seed_rows',
    grants: ['SELECT, INSERT, UPDATE, DELETE ON agora.seed_versions, agora.seed_rows'],
    sql: `
    CREATE TABLE IF NOT EXISTS agora.seed_versions (
      name        text PRIMARY KEY,
      version     integer NOT NULL,
      hash        text NOT NULL,
      environment text NOT NULL,
      executed_at timestamptz NOT NULL DEFAULT now(),
      duration_ms integer NOT NULL,
      rows        bigint NOT NULL
    );
    CREATE TABLE IF NOT EXISTS agora.seed_rows (
      name text NOT NULL REFERENCES agora.seed_versions (name) ON DELETE CASCADE,
      key  text[] NOT NULL,
      PRIMARY KEY (name, key)
    );
    COMMENT ON TABLE agora.seed_versions IS 'Which seeds have been applied, and with what content.';
    COMMENT ON TABLE agora.seed_rows IS 'Rows that seeds made, by primary key.'`,
  });
}

/** Applied seeds by name; none when nothing was ever seeded. Never creates anything. */
export async function readSeedVersions(client: Client): Promise<Map<string, SeedVersion>> {
  if (!(await tableExists(client, 'agora', 'seed_versions'))) return new Map();
  // The driver reads times in the ISO style alone, and a session has the style of its database or role.
  const { rows } = await client.query<Omit<SeedVersion, 'executedAt'> & { readonly executedAt: number }>(
    `SELECT name, version, hash, environment, (extract(epoch FROM executed_at) * 1000)::float8 AS "executedAt", duration_ms AS "durationMs", rows::float8 AS rows
       FROM agora.seed_versions ORDER BY name`,
  );
  return new Map(rows.map((row) => [row.name, { ...row, executedAt: new Date(row.executedAt) }]));
}

/** Notes that a seed has been applied, now. */
export async function recordSeedVersion(
  client: Client,
  version: Omit<SeedVersion, 'executedAt'>,
): Promise<void> {
  await client.query(
    `INSERT INTO agora.seed_versions (name, version, hash, environment, duration_ms, rows)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (name) DO UPDATE SET version = EXCLUDED.version, hash = EXCLUDED.hash,
       environment = EXCLUDED.environment, executed_at = now(), duration_ms = EXCLUDED.duration_ms, rows = EXCLUDED.rows`,
    [
      version.name,
      version.version,
      version.hash,
      version.environment,
      Math.round(version.durationMs),
      version.rows,
    ],
  );
}

/** Forgets a seed, and which rows were its. */
export async function forgetSeed(client: Client, name: string): Promise<void> {
  await client.query('DELETE FROM agora.seed_versions WHERE name = $1', [name]);
}
