import { type Client, describeSqlError, quoteIdentifier } from '@agora/postgres';
import { type Name, quoted } from '@agora/postgres/parser';

import { type ColumnGround, readColumnGround } from '../ground/column-ground.ts';
import { ownName } from '../ground/own-name.ts';
import { readStanding, type StandingConstraint, type StandingIndex } from '../ground/standing.ts';
import { withRollback } from '../ground/with-rollback.ts';
import type { TypeFact } from './conversions.ts';

/** A column whose type is to change. */
export interface TypePlace {
  /** Of the table. */
  readonly schema: string;
  /** As it stands in the script: the schema only where it is written. */
  readonly table: Name;
  readonly column: string;
}

/** The column as it is before and after, with all that must be there for the new one when the names are swapped. */
export interface TypeGround {
  readonly before: ColumnGround;
  readonly after: ColumnGround;
  readonly from: TypeFact;
  readonly to: TypeFact;
  readonly notNull: boolean;
  readonly comment?: string;
  /** Before and after the change, in SQL. */
  readonly defaults: { readonly before?: string; readonly after?: string };
  /** Sequences that the column owns, in SQL. */
  readonly sequences: readonly string[];
  readonly indexes: readonly TypeIndex[];
  readonly constraints: readonly TypeConstraint[];
  /** What none of the migrations could take along. */
  readonly obstacles: readonly string[];
}

/** A name now, that of what takes its place until the swap, and its own afterwards. */
export interface SwappedName {
  readonly name: string;
  readonly coming: string;
  readonly going: string;
}

/** `sql` is that of the new column, under its coming name; `oldSql` that of the old one, under its going name. */
interface TypeIndex extends SwappedName, StandingIndex {
  readonly oldSql: string;
}

/** A CHECK or a foreign key, to or from the column; `sql` is that of the new column. */
interface TypeConstraint extends SwappedName, StandingConstraint {
  readonly oldSql: string;
}

const FACT = `SELECT format_type(a.atttypid, a.atttypmod) AS sql, format_type(a.atttypid, NULL) AS base, t.typtype::text AS kind,
  CASE WHEN t.typname IN ('varchar', 'bpchar') AND a.atttypmod >= 4 THEN a.atttypmod - 4 END AS length,
  CASE WHEN t.typname = 'numeric' AND a.atttypmod >= 4 THEN ((a.atttypmod - 4) >> 16) & 65535 END AS precision,
  CASE WHEN t.typname = 'numeric' AND a.atttypmod >= 4 THEN (((a.atttypmod - 4) & 2047) # 1024) - 1024 END AS scale,
  a.attnotnull AS "notNull", pg_get_expr(d.adbin, d.adrelid) AS "default", col_description(c.oid, a.attnum) AS comment,
  (SELECT json_agg(s.oid::regclass::text ORDER BY s.oid) FROM pg_depend p JOIN pg_class s ON s.oid = p.objid AND s.relkind = 'S'
    WHERE p.classid = 'pg_class'::regclass AND p.refobjid = c.oid AND p.refobjsubid = a.attnum AND p.deptype = 'a') AS sequences,
  array_remove(ARRAY[
    CASE WHEN a.attidentity <> '' THEN 'it is an identity, whose numbers go on in a sequence of its own' END,
    CASE WHEN a.attgenerated <> '' THEN 'it is generated' END,
    CASE WHEN coalesce((to_jsonb(a) ->> 'attstattarget')::int, -1) >= 0 OR a.attoptions IS NOT NULL AND EXISTS (SELECT FROM unnest(a.attoptions) o WHERE o NOT LIKE 'pg!_%' ESCAPE '!')
      OR a.attstorage <> t.typstorage OR a.attcompression <> '' THEN 'it has storage or statistics settings of its own' END,
    CASE WHEN EXISTS (SELECT FROM pg_statistic_ext x WHERE x.stxrelid = c.oid AND a.attnum = ANY (x.stxkeys::int2[])) THEN 'extended statistics are kept of it' END,
    CASE WHEN EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisexclusion AND a.attnum = ANY (i.indkey::int2[])) THEN 'an exclusion constraint is on it, whose index cannot be built beside' END,
    CASE WHEN EXISTS (SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.conrelid = c.oid AND k.confrelid = c.oid AND a.attnum = ANY (k.conkey) AND a.attnum = ANY (k.confkey)) THEN 'a foreign key leads from it to itself' END,
    CASE WHEN EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND (i.indisreplident OR i.indisclustered) AND a.attnum = ANY (i.indkey::int2[])) THEN 'an index with it is the replica identity, or the one that CLUSTER goes by' END,
    CASE WHEN EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indnkeyatts <> i.indnatts AND a.attnum = ANY (i.indkey::int2[])
      AND EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))) THEN 'a key INCLUDEs it or another column' END
  ], NULL) AS obstacles
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE n.nspname = $1 AND c.relname = $2 AND a.attname = $3 AND NOT a.attisdropped AND c.relkind IN ('r', 'p')`;

interface FactRow extends TypeFact {
  readonly notNull: boolean;
  readonly default: string | null;
  readonly comment: string | null;
  readonly sequences: readonly string[] | null;
  readonly obstacles: readonly string[];
}

/** The names of ours for a column: of the new one before the swap, and of the old one after it. */
export function columnNames(column: string): SwappedName {
  return { name: column, coming: ownName('agora_new', column), going: ownName('agora_old', column) };
}

/** Of what stands on a column: another column that it stands on may change its type too, and keeps its own. */
function namesOn(column: string, name: string): SwappedName {
  return { name, coming: ownName('agora_new', column, name), going: ownName('agora_old', column, name) };
}

/**
 * Reads a column, makes the change, reads again under the coming names, and takes all back.
 *
 * @param change the statement
 * @returns a sentence where the change cannot be made as it stands
 */
export async function readTypeGround(
  client: Client,
  place: TypePlace,
  change: string,
): Promise<TypeGround | string> {
  const { schema, table, column } = place;
  const { coming } = columnNames(column);
  const before = await readColumnGround(client, { ...place, copy: coming });
  if (before === undefined) return `there is no column ${column}`;
  return withRollback(client, async () => {
    // PostgreSQL writes names as the script does: the schema only where it is written.
    const path = table.schema === undefined ? quoteIdentifier(schema) : 'pg_catalog';
    const fact = async (): Promise<FactRow> => {
      await client.query(`SET LOCAL search_path TO ${path}`);
      const { rows } = await client.query<FactRow>(FACT, [schema, table.name, column]);
      const [row] = rows;
      if (row === undefined) throw new Error(`${column} was there and is not`);
      return row;
    };
    const was = await fact();
    const old = await readStanding(client, place, (name) => namesOn(column, name).going);
    try {
      await client.query(`SET LOCAL search_path TO ${quoteIdentifier(schema)}`);
      await client.query(change);
    } catch (error) {
      return describeSqlError(error, change).message;
    }
    const is = await fact();
    const after = await readColumnGround(client, { ...place, copy: coming });
    if (after === undefined) return `${column} is gone after the change`;
    const q = quoteIdentifier;
    await client.query(
      `ALTER TABLE ${quoted({ schema, name: table.name })} RENAME COLUMN ${q(column)} TO ${q(coming)}`,
    );
    const made = await readStanding(
      client,
      { ...place, column: coming },
      (name) => namesOn(column, name).coming,
    );
    return {
      before,
      after,
      from: typeFact(was),
      to: typeFact(is),
      notNull: is.notNull,
      ...(is.comment === null ? {} : { comment: is.comment }),
      defaults: {
        ...(was.default === null ? {} : { before: was.default }),
        ...(is.default === null ? {} : { after: is.default }),
      },
      sequences: was.sequences ?? [],
      indexes: made.indexes.map((one, n) => ({
        ...one,
        ...namesOn(column, one.name),
        oldSql: old.indexes[n]?.sql ?? '',
      })),
      constraints: made.constraints.flatMap((one, n) =>
        one.kind === 'u'
          ? []
          : [{ ...one, ...namesOn(column, one.name), oldSql: old.constraints[n]?.sql ?? '' }],
      ),
      obstacles: [
        ...was.obstacles,
        ...(new Set([before.collation, after.collation, '']).size < 3
          ? []
          : ['values of two collations of their own are not compared']),
      ],
    };
  });
}

function typeFact({ sql, base, kind, length, precision, scale }: FactRow): TypeFact {
  const some = { length, precision, scale };
  const known = Object.fromEntries(Object.entries(some).filter(([, value]) => typeof value === 'number'));
  return { sql, base, kind, ...known };
}
