import { AgoraError } from '@agora/core';
import type { Catalog } from '@agora/catalog';
import { readFacts } from '@agora/catalog/facts';
import type { Client } from '@agora/postgres';
import { buildFactBase, encodeId, type FactBase } from '@supabase/pg-delta';
import { plan } from '@supabase/pg-delta/plan';
import { arrange, type TableShapes } from './arrange.ts';
import { fineDdl } from './from-catalog.ts';
import { OWN_KINDS, readOwnDdl } from './own-ddl.ts';
import { readIdentityNames } from './identity-names.ts';
import { readPartitionIndexes } from './partition-indexes.ts';
import { LATE_KINDS, type LateKind, type LateStatement, type Structure } from './structure.ts';

/** What a backup knows of a database's structure. */
interface ReadStructure {
  readonly structure: Structure;
  /** Names of the roles that own something of it, or have rights on it. */
  readonly roles: readonly string[];
  readonly leftOut: readonly string[];
}

/**
 * Reads the structure as statements.
 * @param client in the transaction of the snapshot
 * @param catalog of the same database
 * @throws AgoraError `backup.not_modelled`
 */
export async function readStructure(client: Client, catalog: Catalog): Promise<ReadStructure> {
  const { base, unmodelled } = await readFacts(client, { secrets: true });
  const strange = [...unmodelled.filter(({ kind }) => !OWN_KINDS.has(kind)), ...unsaid(catalog)];
  if (strange.length > 0) {
    throw new AgoraError({
      code: 'backup.not_modelled',
      message: `The database holds objects that the built-in way cannot make again: ${[...new Set(strange.map(({ kind }) => kind))].join(', ')}.`,
      why: strange.map(({ message }) => message).join('\n'),
      fix: 'Let pg_dump make it, which knows every kind: agora backup create --way pg_dump',
    });
  }
  const known = base.facts().flatMap(({ id }) => (id.kind === 'role' ? [id.name] : []));
  const planned = plan(buildFactBase([], []), base, {
    renames: 'off',
    scope: 'database',
    assumedRoles: known,
    // Keys and checks are to be statements of their own: rows come first.
    compact: false,
  });
  const arranged = arrange(planned.actions, base, await readTableShapes(client));
  const own = await readOwnDdl(client);
  const partitions = await readPartitionIndexes(client);
  const identities = await readIdentityNames(client);
  const fine = fineDdl(catalog);
  const subscriptions = base.facts().flatMap(({ id }) => (id.kind === 'subscription' ? [id.name] : []));
  const after = [
    ...as('build', partitions.leaves),
    ...as('other', identities),
    ...as('other', partitions.branches),
    ...arranged.after,
    ...as('other', own.statistics),
    ...as('owner', own.owners),
    ...fine.after,
  ];
  return {
    structure: {
      before: [...withTextSearch(arranged.before, own.textSearch), ...fine.before],
      after: LATE_KINDS.flatMap((kind) => after.filter((one) => one.kind === kind)),
    },
    roles: [...new Set([...rolesOf(base), ...own.roles])]
      .filter((name) => !name.startsWith('pg_'))
      .toSorted(),
    leftOut: [
      ...subscriptions.map((name) => `subscription ${name}: it would fetch rows from elsewhere`),
      ...(await readRoleSettings(client)),
    ],
  };
}

/** Kinds that the planner neither models nor names as what it does not model. */
const UNSAID: ReadonlySet<string> = new Set(['access method', 'base type', 'conversion']);

function unsaid({ objects }: Catalog): readonly { readonly kind: string; readonly message: string }[] {
  return [...objects.values()].flatMap(({ kind, key, definition: { parents } }) => {
    if (UNSAID.has(kind)) return [{ kind, message: key }];
    if (!Array.isArray(parents)) return [];
    const message = `${key} inherits from ${parents.join(' and ')}`;
    if (kind === 'foreign table') return [{ kind: 'foreign table with a parent', message }];
    return parents.length < 2 ? [] : [{ kind: 'table with several parents', message }];
  });
}

const as = (kind: LateKind, statements: readonly string[]): readonly LateStatement[] =>
  statements.map((sql) => ({ sql, kind }));

/** ALTER ROLE ... IN DATABASE ... SET: of roles, which belong to the server. */
async function readRoleSettings(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ role: string }>(
    `SELECT pg_get_userbyid(s.setrole)::text AS role FROM pg_db_role_setting s
      WHERE s.setrole <> 0 AND s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1`,
  );
  return rows.map(({ role }) => `settings of the role ${role} in this database: roles belong to the server`);
}

/** Behind schemas and extensions, which come first. */
function withTextSearch(before: readonly string[], textSearch: readonly string[]): readonly string[] {
  const place = before.findLastIndex((sql) => /^CREATE (?:SCHEMA|EXTENSION) /.test(sql)) + 1;
  return [...before.slice(0, place), ...textSearch, ...before.slice(place)];
}

function rolesOf(base: FactBase): readonly string[] {
  const owners = base.edges.flatMap(({ to }) => (to.kind === 'role' ? [to.name] : []));
  const named = base.facts().flatMap(({ id }) => {
    if (id.kind === 'acl') return [id.grantee];
    if (id.kind === 'defaultPrivilege') return [id.role, id.grantee];
    return id.kind === 'userMapping' ? [id.role] : [];
  });
  return [...owners, ...named].filter((name) => !/^public$/i.test(name) && name !== '');
}

async function readTableShapes(client: Client): Promise<TableShapes> {
  const { rows } = await client.query<{
    schema: string;
    name: string;
    partitioned: boolean;
    columns: string[];
    virtual: string[];
  }>(
    `SELECT n.nspname AS schema, c.relname AS name, c.relkind = 'p' AS partitioned,
        coalesce((SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '{}') AS columns,
        coalesce((SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attgenerated = 'v'), '{}') AS virtual
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`,
  );
  const tables = rows.map((row) => ({
    ...row,
    id: encodeId({ kind: 'table', schema: row.schema, name: row.name }),
  }));
  return {
    columns: new Map(tables.map(({ id, columns }) => [id, columns])),
    virtual: new Set(
      tables.flatMap(({ schema, name: table, virtual }) =>
        virtual.map((name) => encodeId({ kind: 'column', schema, table, name })),
      ),
    ),
    partitioned: new Set(tables.filter(({ partitioned }) => partitioned).map(({ id }) => id)),
  };
}
