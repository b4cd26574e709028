import { someNames } from '@agora/core';
import { readInvalidIndexes } from '@agora/migrations';
import type { Client } from '@agora/postgres';

import { type HealthCheck, healthCheck } from './check.ts';

/** Constraints that are enforced for new rows alone: NOT VALID, and never validated. */
export async function readUnvalidated(client: Client): Promise<readonly { name: string; sql: string }[]> {
  // conenforced came with PostgreSQL 18: one that is not enforced is not meant to be valid.
  const { rows } = await client.query<{ name: string; sql: string }>(
    `SELECT pg_catalog.format('%I.%I: %I', n.nspname, c.relname, k.conname) AS name,
            pg_catalog.format('ALTER TABLE %I.%I VALIDATE CONSTRAINT %I;', n.nspname, c.relname, k.conname) AS sql
       FROM pg_catalog.pg_constraint k
       JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT k.convalidated AND c.relkind IN ('r', 'p')
        AND pg_catalog.to_jsonb(k) ->> 'conenforced' IS DISTINCT FROM 'false'
        AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'agora_parked')
      ORDER BY 1`,
  );
  return rows;
}

/** Whether constraints and indexes hold for every row. Reads the catalog alone. */
export async function checkIntegrity(client: Client): Promise<readonly HealthCheck[]> {
  const indexes = await readInvalidIndexes(client);
  const constraints = await readUnvalidated(client);
  return [
    healthCheck({
      group: 'integrity',
      name: 'indexes',
      saw: indexes.length === 0 ? 'all are valid' : `${indexes.length} not valid`,
      finding:
        indexes.length === 0
          ? undefined
          : {
              code: 'operations.invalid_index',
              message: `Not valid: ${someNames(indexes)}.`,
              why: 'No query uses such an index, a unique one does not hold, and every write keeps it up to date. A CREATE INDEX CONCURRENTLY was cut off, or is running; or, of a partitioned table, a partition has no such index attached.',
              fix: `REINDEX INDEX CONCURRENTLY ${indexes[0]}; of a partitioned table ALTER INDEX ${indexes[0]} ATTACH PARTITION that of each partition; or drop it.`,
            },
    }),
    healthCheck({
      group: 'integrity',
      name: 'constraints',
      saw: constraints.length === 0 ? 'all are valid' : `${constraints.length} not valid`,
      finding:
        constraints.length === 0
          ? undefined
          : {
              code: 'operations.unvalidated_constraint',
              message: `Not validated: ${someNames(constraints.map(({ name }) => name))}.`,
              why: 'It was added with NOT VALID: rows from before may break it, and the planner does not rely on it.',
              fix: constraints[0]!.sql,
            },
    }),
  ];
}
