import { type Client, quoteLiteral } from '@agora/postgres';
import { quoted } from '@agora/postgres/parser';

import type { LossTarget } from '../../project/directives.ts';
import type { Origin } from '../../script/model/schema-model.ts';
import { queryAside, textOf } from './query-aside.ts';
import type { CascadingKind } from '../read/taking.ts';

/** What DROP is told to drop. */
export interface Dropped {
  readonly of: CascadingKind | 'table' | 'table column';
  readonly name: Origin;
  readonly column?: string;
}

/** A table, or a column, that goes along, with the schema that it is in. */
export type Dependent = Required<Pick<LossTarget, 'schema' | 'table'>> & LossTarget;

/**
 * The tables and columns that hold data and go with an object, itself included, by what the catalog says depends on it.
 * Partitions go with their parent; generated columns hold nothing of their own.
 *
 * @throws the server's error, when there is no such object
 */
export async function dependentsOf(client: Client, dropped: Dropped): Promise<readonly Dependent[]> {
  const rows = await queryAside(client, dropped.name.path, query(dropped));
  return rows.map((row) => ({
    schema: textOf(row, 'schema'),
    table: textOf(row, 'table'),
    ...(row['column'] === null ? {} : { column: textOf(row, 'column') }),
  }));
}

function query({ of, name, column }: Dropped): string {
  const parts = [...(name.schema === undefined ? [] : [name.schema]), name.name];
  // The name of a type is read as in a cast.
  const address =
    of === 'type' || of === 'domain' ? [quoted(name)] : [...parts, ...(column === undefined ? [] : [column])];
  return `
    WITH RECURSIVE gone AS (
      SELECT a.classid, a.objid, a.objsubid
      FROM pg_catalog.pg_get_object_address(${quoteLiteral(of === 'domain' ? 'type' : of)}, ARRAY[${address.map((part) => quoteLiteral(part)).join(', ')}], '{}') a
      UNION
      SELECT d.classid, d.objid, d.objsubid
      FROM gone g
      JOIN pg_catalog.pg_depend d ON d.refclassid = g.classid AND d.refobjid = g.objid
        AND (g.objsubid = 0 OR d.refobjsubid = g.objsubid)
    ),
    relations AS (
      SELECT DISTINCT g.objid, g.objsubid FROM gone g WHERE g.classid = 'pg_catalog.pg_class'::regclass
    )
    SELECT n.nspname AS schema, c.relname AS "table", a.attname AS "column"
    FROM relations r
    JOIN pg_catalog.pg_class c ON c.oid = r.objid AND c.relkind IN ('r', 'p')
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = r.objsubid AND r.objsubid > 0
    LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
    WHERE NOT EXISTS (SELECT FROM relations whole WHERE whole.objid = i.inhparent AND whole.objsubid = 0)
      AND (r.objsubid = 0
           OR (a.attgenerated = '' AND NOT EXISTS (SELECT FROM relations whole WHERE whole.objid = c.oid AND whole.objsubid = 0)))
    ORDER BY 1, 2, 3 NULLS FIRST`;
}

/** A foreign key, and what it does to rows when those that it refers to are deleted or get another key. */
interface ForeignKeyAction {
  /** Of the constraint. */
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  /** Columns of the table it refers to, in the same order. */
  readonly refers: readonly string[];
  readonly action: 'CASCADE' | 'SET NULL' | 'SET DEFAULT' | 'NO ACTION';
  /** Whether it may wait for the end of the transaction. */
  readonly isDeferrable: boolean;
  /** What it does when they get another key. */
  readonly onUpdate: ForeignKeyAction['action'];
}

/** The foreign keys that refer to a table. */
export async function foreignKeysTo(client: Client, table: Origin): Promise<readonly ForeignKeyAction[]> {
  const rows = await queryAside(
    client,
    table.path,
    `SELECT n.nspname AS schema, c.relname AS "table", k.conname AS name, k.condeferrable AS deferrable, k.confdeltype::text AS action, k.confupdtype::text AS on_update,
            ${names('k.conrelid', 'k.conkey')} AS columns, ${names('k.confrelid', 'k.confkey')} AS refers
     FROM pg_catalog.pg_constraint k
     JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE k.contype = 'f' AND k.conparentid = 0 AND k.confrelid = pg_catalog.to_regclass(${quoteLiteral(quoted(table))})
     ORDER BY 1, 2, k.conname`,
  );
  const actions: Readonly<Record<string, ForeignKeyAction['action']>> = {
    c: 'CASCADE',
    n: 'SET NULL',
    d: 'SET DEFAULT',
  };
  return rows.map((row) => ({
    name: textOf(row, 'name'),
    isDeferrable: row['deferrable'] === true,
    schema: textOf(row, 'schema'),
    table: textOf(row, 'table'),
    columns: listOf(row['columns']),
    refers: listOf(row['refers']),
    action: actions[textOf(row, 'action')] ?? 'NO ACTION',
    onUpdate: actions[textOf(row, 'on_update')] ?? 'NO ACTION',
  }));
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** The names of the columns of a relation that a list of numbers gives, in its order, as JSON. */
function names(rel: string, keys: string): string {
  return `(SELECT pg_catalog.json_agg(a.attname ORDER BY u.ord) FROM pg_catalog.unnest(${keys}) WITH ORDINALITY u (num, ord)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = ${rel} AND a.attnum = u.num)`;
}
