import type { Client } from '@agora/postgres';
import { createStructureTable, createToolTables } from '@agora/seeding';
import { LOADER } from '../../database/roles.ts';

/**
 * Tables in which a load is noted; `agora_loader` may note in them what it has written.
 * @throws seed.no_rights
 */
export async function createLoadTables(client: Client): Promise<void> {
  await createToolTables(client, {
    role: LOADER,
    last: 'load_tables',
    grants: ['SELECT, INSERT, UPDATE, DELETE ON agora.loads, agora.load_communities, agora.load_tables'],
    sql: `
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
    CREATE TABLE IF NOT EXISTS agora.load_tables (
      table_name text PRIMARY KEY,
      rows       bigint NOT NULL,
      done_at    timestamptz NOT NULL DEFAULT now()
    )`,
  });
  await createStructureTable(client, LOADER);
}
