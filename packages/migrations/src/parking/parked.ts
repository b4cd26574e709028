import { AgoraError } from '@agora/core';
import { type Client, failedWith, quoteLiteral, SQLSTATE } from '@agora/postgres';

import { epochMs } from '../history/times.ts';
import { PARKED_SCHEMA } from './names.ts';

/** The table of what is parked. */
export const PARKED_TABLE = 'agora.parked';

/** Which way a script led. */
export type Direction = 'up' | 'down';

/** What was parked: a table, a column, the values that a column had before its type changed, a type. */
export type ParkedKind = 'table' | 'column' | 'values' | 'type';

/** Something that a migration would have destroyed. */
export interface Parked {
  readonly id: string;
  readonly migration: string;
  /** Of the script that would have destroyed it; the other way brings it back. */
  readonly direction: Direction;
  readonly kind: ParkedKind;
  /** What it was called: schema, then table or type, and column. */
  readonly schema: string;
  readonly name: string;
  readonly column: string | null;
  /** What it is called now; unique in the database. */
  readonly parkedAs: string;
  /** Of a column: another one, by which the rows are known that were there when it was parked. */
  readonly marker: string | null;
  readonly parts: Parts;
  readonly parkedAt: Date;
  /** When it may be purged. */
  readonly until: Date;
  /** Whether the step under way has brought it back. */
  readonly isBack: boolean;
}

/** What is to be known of something parked, besides its names. */
export interface Parts {
  /** Sequences that it owns: name of now -> name of then. */
  readonly sequences?: Readonly<Record<string, string>>;
  /** Of a partition that was dropped by itself: SQL of its place in its table. */
  readonly bound?: string;
  /** Of an identity column: the number it would have given next. */
  readonly next?: string;
}

/** Whose parked things are meant. */
export interface Owner {
  /** Schema of the history table. */
  readonly schema: string;
  readonly migration: string;
}

const CREATE = `
CREATE SCHEMA IF NOT EXISTS agora;
CREATE SCHEMA IF NOT EXISTS ${PARKED_SCHEMA};
CREATE TABLE IF NOT EXISTS ${PARKED_TABLE} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  history_schema text NOT NULL,
  migration_name text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('up', 'down')),
  kind text NOT NULL CHECK (kind IN ('table', 'column', 'values', 'type')),
  schema_name text NOT NULL,
  object_name text NOT NULL,
  column_name text,
  parked_as text NOT NULL UNIQUE,
  marker text,
  parts jsonb NOT NULL DEFAULT '{}',
  parked_at timestamptz NOT NULL,
  until timestamptz NOT NULL,
  is_back boolean NOT NULL DEFAULT false
);`;

/**
 * Makes what parking needs, where it is missing.
 * @throws AgoraError `migrations.cannot_park` where this role may not
 */
export async function createParked(client: Client): Promise<void> {
  const { rows } = await client.query<{ found: boolean; may: boolean }>(
    `SELECT t.oid IS NOT NULL AND p.oid IS NOT NULL AS found,
            COALESCE(pg_catalog.has_table_privilege(t.oid, 'SELECT, INSERT'), true)
              AND COALESCE(pg_catalog.has_table_privilege(t.oid, 'DELETE'), true)
              AND COALESCE(pg_catalog.has_schema_privilege(p.oid, 'CREATE'), true) AS may
       FROM (SELECT (SELECT c.oid FROM pg_catalog.pg_class c
                      WHERE c.relname = 'parked' AND c.relnamespace = pg_catalog.to_regnamespace('agora')) AS oid) t, (SELECT pg_catalog.to_regnamespace('${PARKED_SCHEMA}') AS oid) p`,
  );
  if (rows[0]?.may === false) throw cannotPark('What is parked belongs to another role.');
  if (rows[0]?.found === true) return;
  try {
    await client.query(CREATE);
  } catch (error) {
    if (!failedWith(error, SQLSTATE.insufficientPrivilege)) throw error;
    throw cannotPark(error instanceof Error ? error.message : String(error), error);
  }
}

function cannotPark(why: string, cause?: unknown): AgoraError {
  return new AgoraError({
    code: 'migrations.cannot_park',
    message: 'Nothing can be parked: this role may not use the schemas agora and agora_parked, or make them.',
    why,
    fix: "Have both made and owned by this role, or set park: 'none' for this environment in agora.config.ts.",
    cause,
  });
}

/** Whether there is a table of what is parked, and this role may read it. */
export async function isKnown(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ known: boolean }>(
    `SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AS known
       FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
      WHERE n.nspname || '.' || c.relname = '${PARKED_TABLE}'`,
  );
  return rows[0]?.known === true;
}

const COLUMNS = `id::text AS id, migration_name AS migration, direction, kind, schema_name AS schema, object_name AS name,
  column_name AS "column", parked_as AS "parkedAs", marker, parts, ${epochMs('parked_at')} AS "parkedAt", ${epochMs('until')} AS until, is_back AS "isBack"`;

/** What a migration has parked on its way, the newest first; nothing where nothing ever was. */
export async function parkedBy(
  client: Client,
  { schema, migration }: Owner,
  direction: Direction,
): Promise<readonly Parked[]> {
  if (!(await isKnown(client))) return [];
  const { rows } = await client.query<
    Omit<Parked, 'parkedAt' | 'until'> & { readonly parkedAt: number; readonly until: number }
  >(
    `SELECT ${COLUMNS} FROM ${PARKED_TABLE}
      WHERE history_schema = $1 AND migration_name = $2 AND direction = $3 ORDER BY agora.parked.id DESC`,
    [schema, migration, direction],
  );
  return rows.map((row) => ({ ...row, parkedAt: new Date(row.parkedAt), until: new Date(row.until) }));
}

/** What is to be written of something that is parked now. */
export type NewlyParked = Pick<
  Parked,
  'kind' | 'schema' | 'name' | 'column' | 'parkedAs' | 'marker' | 'parts'
>;

/** SQL that writes it down, in the transaction that parks it. */
export function insertParkedSql(
  owner: Owner & { readonly direction: Direction; readonly parkMs: number },
  what: NewlyParked,
): string {
  const texts = [
    owner.schema,
    owner.migration,
    owner.direction,
    what.kind,
    what.schema,
    what.name,
    what.column,
    what.parkedAs,
    what.marker,
    JSON.stringify(what.parts),
  ];
  const values = texts.map((text) => (text === null ? 'NULL' : quoteLiteral(text)));
  return `INSERT INTO ${PARKED_TABLE} (history_schema, migration_name, direction, kind, schema_name, object_name,
    column_name, parked_as, marker, parts, parked_at, until)
    VALUES (${values.join(', ')}, pg_catalog.now(), pg_catalog.now() + interval '${Math.round(owner.parkMs)} milliseconds')`;
}

/** SQL that notes that something is back, until the step is done. */
export const backSql = ({ id }: Parked): string =>
  `UPDATE ${PARKED_TABLE} SET is_back = true WHERE id = ${quoteLiteral(id)}`;

/** SQL that forgets something. */
export const forgetSql = ({ id }: Pick<Parked, 'id'>): string =>
  `DELETE FROM ${PARKED_TABLE} WHERE id = ${quoteLiteral(id)}`;
