import { type Client, quoteIdentifier } from '@agora/postgres';
import type { Name } from '@agora/postgres/parser';

import { withRollback } from './with-rollback.ts';

/** What stands on a column, as PostgreSQL writes it. */
export interface Standing {
  readonly indexes: readonly StandingIndex[];
  readonly constraints: readonly StandingConstraint[];
}

export interface StandingIndex {
  readonly name: string;
  /** CREATE INDEX. */
  readonly sql: string;
  /** The constraint that it serves: p primary key, u unique. */
  readonly serves?: 'p' | 'u';
  /** ` DEFERRABLE ...` of that constraint, or nothing. */
  readonly deferrable: string;
  readonly comment: string | null;
  /** Of that constraint. */
  readonly keyComment: string | null;
}

/** A constraint of the column, or a foreign key to it. */
export interface StandingConstraint {
  readonly name: string;
  /** In SQL; of a foreign key to the column, the table that refers. */
  readonly table: string;
  /** c CHECK, f foreign key, u unique. */
  readonly kind: 'c' | 'f' | 'u';
  /** Without NOT VALID. */
  readonly sql: string;
  /** It is a foreign key to the column. */
  readonly incoming: boolean;
  /** It refers to the primary key. */
  readonly onPrimaryKey: boolean;
  /** Whether it holds for all rows, or is to. */
  readonly validated: boolean;
  readonly comment: string | null;
}

const INDEXES = `SELECT i.indexrelid::int8::float8 AS oid, i.indexrelid::regclass::text AS path, x.relname AS name, k.contype::text AS serves, obj_description(x.oid, 'pg_class') AS comment, obj_description(k.oid, 'pg_constraint') AS "keyComment",
  CASE WHEN k.condeferrable THEN ' DEFERRABLE' || CASE WHEN k.condeferred THEN ' INITIALLY DEFERRED' ELSE '' END ELSE '' END AS deferrable
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
  JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class x ON x.oid = i.indexrelid
  LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u') AND k.conrelid = i.indrelid
WHERE n.nspname = $1 AND c.relname = $2 AND a.attname = $3 AND NOT a.attisdropped
  AND (a.attnum = ANY (i.indkey::int2[]) OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
    AND d.objid = i.indexrelid AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid AND d.refobjsubid = a.attnum))
ORDER BY k.contype IS DISTINCT FROM 'p', x.relname`;

const CONSTRAINTS = `SELECT k.conname AS name, k.contype::text AS kind, k.conrelid::regclass::text AS table, k.convalidated AS validated, obj_description(k.oid, 'pg_constraint') AS comment,
  regexp_replace(pg_get_constraintdef(k.oid, true), ' NOT VALID$', '') AS sql,
  k.contype = 'f' AND k.confrelid = c.oid AND a.attnum = ANY (k.confkey) AS incoming,
  k.contype = 'f' AND k.confrelid = c.oid AND a.attnum = ANY (k.confkey)
    AND EXISTS (SELECT FROM pg_index i WHERE i.indexrelid = k.conindid AND i.indisprimary) AS "onPrimaryKey"
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
  JOIN pg_constraint k ON k.conparentid = 0 AND (k.contype IN ('c', 'f', 'u') AND k.conrelid = c.oid AND a.attnum = ANY (k.conkey)
    OR k.contype = 'f' AND k.confrelid = c.oid AND a.attnum = ANY (k.confkey))
WHERE n.nspname = $1 AND c.relname = $2 AND a.attname = $3 AND NOT a.attisdropped
ORDER BY k.contype <> 'u', k.conrelid <> c.oid, k.conname`;

type FoundIndex = Omit<StandingIndex, 'sql' | 'serves'> & {
  readonly oid: number;
  readonly path: string;
  readonly serves: 'p' | 'u' | null;
};

/** A column by the names of the catalog; names are written as the script does, the schema only where it is written. */
interface StandingOf {
  readonly schema: string;
  readonly table: Name;
  readonly column: string;
}

/**
 * Reads indexes and constraints that a column is part of, exclusion constraints aside.
 *
 * @param as the name under which an index is written; by default its own
 */
export async function readStanding(
  client: Client,
  { schema, table, column }: StandingOf,
  as: (name: string) => string = (name) => name,
): Promise<Standing> {
  return withRollback(client, async () => {
    const path = table.schema === undefined ? quoteIdentifier(schema) : 'pg_catalog';
    await client.query(`SET LOCAL search_path TO ${path}`);
    const at = [schema, table.name, column];
    const constraints = await client.query<StandingConstraint>(CONSTRAINTS, at);
    const found = await client.query<FoundIndex>(INDEXES, at);
    const indexes: StandingIndex[] = [];
    for (const { oid, path: from, serves, ...known } of found.rows) {
      const { name } = known;
      if (as(name) !== name) await client.query(`ALTER INDEX ${from} RENAME TO ${quoteIdentifier(as(name))}`);
      const { rows } = await client.query<{ sql: string }>(
        'SELECT pg_get_indexdef($1::oid, 0, true) AS sql',
        [oid],
      );
      indexes.push({ ...known, sql: rows[0]?.sql ?? '', ...(serves === null ? {} : { serves }) });
    }
    return { indexes, constraints: constraints.rows };
  });
}

/** A constraint that is to be added. */
export type Constrained = Pick<StandingConstraint, 'table' | 'sql' | 'validated'>;

/** Adds a constraint without a look at the rows that are there. */
export function addUnchecked({ table, sql }: Constrained, name: string): string {
  const end = sql.endsWith(' NOT ENFORCED') ? '' : ' NOT VALID';
  return `ALTER TABLE ${table} ADD CONSTRAINT ${quoteIdentifier(name)} ${sql}${end};`;
}

/** Has those rows looked at, unless they were not before. */
export function validate({ table, validated }: Constrained, name: string): readonly string[] {
  return validated ? [`ALTER TABLE ${table} VALIDATE CONSTRAINT ${quoteIdentifier(name)};`] : [];
}
