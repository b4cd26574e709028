import type { Client } from '@agora/postgres';

/** The load of a database: what it is made of and how far it is. */
export interface LoadState {
  scale: number;
  seed: number;
  reference: Date;
  strategy: 'bare' | 'in place';
  finishedAt: Date | null;
  /** Ordinals of the communities that are there. */
  done: ReadonlySet<number>;
  /** Indexes and keys that are not there again yet. */
  missingParts: number;
}

export async function createLoadTables(client: Client): Promise<void> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS agora.loads (
      only_one    boolean PRIMARY KEY DEFAULT true CHECK (only_one),
      scale       float8 NOT NULL,
      seed        bigint NOT NULL,
      reference   timestamptz NOT NULL,
      strategy    text NOT NULL,
      started_at  timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz
    );
    CREATE TABLE IF NOT EXISTS agora.load_communities (
      ordinal      integer PRIMARY KEY,
      community_id uuid NOT NULL,
      rows         jsonb NOT NULL,
      done_at      timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE IF NOT EXISTS agora.load_structure (
      position       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      kind           text NOT NULL,
      table_name     text NOT NULL,
      name           text NOT NULL,
      sql            text NOT NULL,
      constraint_sql text
    );
    COMMENT ON TABLE agora.load_structure IS
      'Indexes and keys that a load has taken away and not made again yet: agora seed --profile load finishes it.';
    GRANT USAGE ON SCHEMA agora TO agora_loader;
    GRANT SELECT ON agora.load_communities TO agora_loader`);
}

/** The load that was begun or made here; null without one. Writes nothing. */
export async function readLoadState(client: Client): Promise<LoadState | null> {
  const { rows: found } = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('agora.loads') IS NOT NULL AS exists`,
  );
  if (found[0]?.exists !== true) return null;
  const { rows } = await client.query<Omit<LoadState, 'done'> & { done: number[] }>(`
    SELECT scale, seed::float8 AS seed, reference, strategy, finished_at AS "finishedAt",
           ARRAY (SELECT ordinal FROM agora.load_communities ORDER BY ordinal) AS done,
           (SELECT count(*)::integer FROM agora.load_structure) AS "missingParts"
      FROM agora.loads`);
  return rows[0] === undefined ? null : { ...rows[0], done: new Set(rows[0].done) };
}
