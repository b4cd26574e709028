import { displayName } from '@agora/catalog';
import { type Client, quoteIdentifier, readServerVersion } from '@agora/postgres';
import { type Name, quoted } from '@agora/postgres/parser';

import { displayNames, grantsAllowed } from '../column/rename-column.ts';
import type { Contraction } from '../contraction.ts';
import { type Expansion, script } from '../expansion.ts';
import { withRollback } from '../ground/with-rollback.ts';

/** A table that gets another name. */
interface TablePlace {
  /** Of the table. */
  readonly schema: string;
  /** As it stands in the script: the schema only where it is written. */
  readonly table: Name;
  readonly to: string;
}

/** What a view under the old name needs to know of a table. */
interface TableGround {
  /** `server_version_num`. */
  readonly version: number;
  readonly rowSecurity: boolean;
  readonly grants: readonly TableGrant[];
}

interface TableGrant {
  /** `SELECT`, or `SELECT ("a")` of a column. */
  readonly privilege: string;
  /** In SQL. */
  readonly grantee: string;
  readonly grantable: boolean;
}

const TABLE = `SELECT c.relrowsecurity AS "rowSecurity",
  (SELECT coalesce(json_agg(json_build_object('privilege', g.privilege, 'grantable', g.grantable, 'grantee',
      CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END) ORDER BY g.privilege, g.grantee), '[]')
    FROM (SELECT x.privilege_type AS privilege, x.is_grantable AS grantable, x.grantee
        FROM aclexplode(c.relacl) x WHERE x.grantee <> c.relowner AND x.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
      UNION ALL SELECT x.privilege_type || ' (' || quote_ident(a.attname) || ')', x.is_grantable, x.grantee
        FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) x
        WHERE a.attrelid = c.oid AND NOT a.attisdropped AND x.grantee <> c.relowner AND x.privilege_type <> 'REFERENCES') g) AS grants
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')`;

/** Reads a table; undefined where there is none of the name. */
export async function readTableGround(
  client: Client,
  schema: string,
  table: string,
): Promise<TableGround | undefined> {
  return withRollback(client, async () => {
    await client.query('SET LOCAL search_path TO pg_catalog');
    const { rows } = await client.query<Omit<TableGround, 'version'>>(TABLE, [schema, table]);
    const [found] = rows;
    return found && { ...found, version: await readServerVersion(client) };
  });
}

/** A view checks who reads it for all of its columns, or nobody but its owner. */
function isOfColumn({ privilege }: TableGrant): boolean {
  return privilege.includes('(');
}

/** Since this version a view can ask for the rights of who reads it. */
const SECURITY_INVOKER = 150_000;

/**
 * The rename of a table as an expansion: under the old name stands a view, through which rows are read and written as before.
 * It takes no COPY, no TRUNCATE, no foreign key and no ON CONFLICT ON CONSTRAINT, and shows no system columns. The contraction drops it.
 */
export function expandTableRename(place: TablePlace, ground: TableGround): Expansion {
  if (ground.version < SECURITY_INVOKER && ground.rowSecurity)
    return {
      reason: 'a view of this version of PostgreSQL would go around the row-level security of the table',
    };
  if (ground.grants.some(isOfColumn) && ground.rowSecurity)
    return {
      reason:
        'with privileges of columns a view has the rights of its owner, and would go around row-level security',
    };
  const { table, to } = place;
  const [old, renamed] = [quoted(table), quoted({ ...table, name: to })];
  return {
    migrations: [
      {
        suffix: '',
        up: script(
          `-- agora: expands ${expansionOf(place)}`,
          ...grantsAllowed(ground.grants),
          `-- agora: allow rename-table because a view serves the old name until agora migrate contract ${displayNames(table)}`,
          '-- Under the old name, a view, COPY, TRUNCATE and ON CONFLICT ON CONSTRAINT fail: what uses them needs the new name.',
          `ALTER TABLE ${old} RENAME TO ${quoteIdentifier(to)};`,
          ...viewSql(place, ground),
        ),
        down: script(`DROP VIEW ${old};`, `ALTER TABLE ${renamed} RENAME TO ${quoteIdentifier(table.name)};`),
      },
    ],
  };
}

/** The end of the rename of a table: the view under the old name goes. */
export async function contractTableRename(
  client: Client,
  place: TablePlace,
): Promise<Contraction | undefined> {
  const ground = await readTableGround(client, place.schema, place.to);
  const { rows } = await client.query(
    `SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind = 'v'`,
    [place.schema, place.table.name],
  );
  if (ground === undefined || rows.length === 0) return undefined;
  return {
    suffix: `${place.table.name}_to_${place.to}`,
    header: [
      `-- agora: contracts ${expansionOf(place)}`,
      `-- agora: allow drop-in-use because it shows ${displayName(place.to)} under its old name, which nobody needs any more`,
    ],
    statements: [`DROP VIEW ${quoted(place.table)};`],
    down: script(...grantsAllowed(ground.grants), ...viewSql(place, ground)),
  };
}

function expansionOf({ table, to }: TablePlace): string {
  return `table ${displayNames(table)} as ${displayName(to)}`;
}

function viewSql({ table, to }: TablePlace, { version, grants }: TableGround): readonly string[] {
  const view = quoted(table);
  const invoker =
    version < SECURITY_INVOKER || grants.some(isOfColumn) ? '' : ' WITH (security_invoker = true)';
  return [
    `CREATE VIEW ${view}${invoker} AS SELECT * FROM ${quoted({ ...table, name: to })};`,
    ...grants.map(
      ({ privilege, grantee, grantable }) =>
        `GRANT ${privilege} ON ${view} TO ${grantee}${grantable ? ' WITH GRANT OPTION' : ''};`,
    ),
  ];
}
