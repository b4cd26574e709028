import {
  type Client,
  inTransaction,
  quoteIdentifier,
  withTransaction,
  readServerVersion,
} from '@agora/postgres';

import { FAMILIES } from './families/index.ts';
import { PRINTING } from './printing.ts';
import { spreadCasts } from './spread-casts.ts';
import type { Catalog, CatalogObject, Json, ObjectKind } from './catalog.ts';

interface Row {
  readonly kind: ObjectKind;
  readonly schema: string | null;
  readonly parent: string | null;
  readonly name: string;
  readonly signature: string | null;
  readonly catalog: string;
  /** int8, which the driver gives as text. */
  readonly oid: string;
  readonly sub: number;
  readonly rel: string | null;
  readonly definition: Record<string, Json>;
  readonly hidden: Record<string, Json>;
}

/** A name as it is written in SQL when it must be, and bare where that is the same. */
export function displayName(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) ? name : quoteIdentifier(name);
}

/** Kind and qualified name, such as `column public.users.email`. */
export function objectKey(object: {
  readonly kind: ObjectKind;
  readonly schema?: string | undefined;
  readonly parent?: string | undefined;
  readonly name: string;
  readonly signature?: string | undefined;
}): string {
  const path = [object.schema, object.parent, object.name].filter((part) => part !== undefined);
  const free = object.kind === 'cast' || object.kind === 'transform' || object.kind === 'default privileges';
  const name = free ? path.join('.') : path.map(displayName).join('.');
  return `${object.kind} ${name}${object.signature === undefined ? '' : `(${object.signature})`}`;
}

const text = (value: string | null): string | undefined => value ?? undefined;

/** Attributes that say nothing (null, false, empty) are left out, so that absent and empty are the same. */
function significant(definition: Record<string, Json>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(definition).filter(([, value]) => value !== null && value !== false),
  );
}

/** Of these the text is the user's own, to the letter. */
const WRITTEN: ReadonlySet<ObjectKind> = new Set(['function', 'procedure']);

/** What the server prints, in the one form in which it comes out again when it is run. */
function settled({ kind, definition }: Row): Record<string, Json> {
  if (WRITTEN.has(kind)) return definition;
  return Object.fromEntries(
    Object.entries(definition).map(([name, value]) => [
      name,
      typeof value === 'string' ? spreadCasts(value) : value,
    ]),
  );
}

/**
 * Reads a database's whole schema from `pg_catalog` of PostgreSQL 14 or newer, in one read-only snapshot or in the caller's
 * transaction. Left out: the server's own objects, extensions' objects, temporary ones, the runners' history
 * (`_prisma_migrations`, schema `agora`), and what belongs to the cluster (roles, tablespaces, databases).
 */
export async function readCatalog(client: Client): Promise<Catalog> {
  if (inTransaction(client)) {
    await client.query('SAVEPOINT agora_catalog');
    const catalog = await readWithin(client);
    await client.query('ROLLBACK TO SAVEPOINT agora_catalog; RELEASE SAVEPOINT agora_catalog');
    return catalog;
  }
  return withTransaction(client, () => readWithin(client), { isolation: 'repeatable read', readOnly: true });
}

async function readWithin(client: Client): Promise<Catalog> {
  // Names come out qualified whatever the session's own path; row security must hide nothing.
  await client.query(
    `${PRINTING}; SET LOCAL search_path TO pg_catalog; SET LOCAL jit TO off; SET LOCAL enable_nestloop TO on`,
  );
  const serverVersion = await readServerVersion(client);
  const members = await extensionMembers(client);
  const comments = await readComments(client);
  const objects = new Map<string, CatalogObject>();
  for (const family of FAMILIES) {
    const sql = family.sql(serverVersion);
    if (sql === undefined) continue;
    const { rows } = await client.query<Row>(sql);
    for (const row of rows) {
      if (members.has(address(row.catalog, Number(row.oid), 0))) continue;
      if (row.rel !== null && members.has(address('pg_class', Number(row.rel), 0))) continue;
      const object = toObject(row, comments.get(address(row.catalog, Number(row.oid), row.sub)));
      objects.set(object.key, object);
    }
  }
  return Object.freeze({ serverVersion, objects });
}

function toObject(row: Row, comment: string | undefined): CatalogObject {
  const identity = {
    kind: row.kind,
    ...(row.schema === null ? {} : { schema: row.schema }),
    ...(row.parent === null ? {} : { parent: row.parent }),
    name: row.name,
    ...(row.signature === null ? {} : { signature: text(row.signature) ?? '' }),
  };
  return Object.freeze({
    ...identity,
    key: objectKey(identity),
    address: { catalog: row.catalog, oid: Number(row.oid), sub: row.sub },
    definition: significant({ ...settled(row), comment: comment ?? null }),
    hidden: row.hidden,
  });
}

const address = (catalog: string, oid: number, sub: number): string => `${catalog}:${oid}:${sub}`;

async function extensionMembers(client: Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ catalog: string; oid: string }>(
    `SELECT classid::regclass::text AS catalog, objid::int8 AS oid FROM pg_depend WHERE deptype = 'e'`,
  );
  return new Set(rows.map((row) => address(row.catalog, Number(row.oid), 0)));
}

async function readComments(client: Client): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ catalog: string; oid: string; sub: number; comment: string }>(
    `SELECT classoid::regclass::text AS catalog, objoid::int8 AS oid, objsubid AS sub, description AS comment
     FROM pg_description WHERE objoid >= 16384 OR classoid = 'pg_namespace'::regclass`,
  );
  return new Map(rows.map((row) => [address(row.catalog, Number(row.oid), row.sub), row.comment]));
}
