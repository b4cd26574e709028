import type { Client } from '@agora/postgres';
import { to as copyTo } from 'pg-copy-streams';

import { dumpInto } from '../dump/dump.ts';
import { ContentHash } from '../format/content-hash.ts';
import type { ManifestTable } from '../format/manifest.ts';
import type { Packing } from '../format/pack.ts';
import { hiddenRows } from '../source/session.ts';
import { copySql, type SourceTable, tableSql } from '../source/tables.ts';
import type { Draft } from '../store/store.ts';
import { workOff } from '../work/crew.ts';
import { progressThrough } from '../work/progress.ts';
import type { Around, Content } from './content.ts';
import { joinSnapshot } from './snapshot.ts';

/**
 * The way of pg_dump: its directory, from the same snapshot. What the manifest says of rows is read by ourselves: it judges
 * what pg_restore makes of it.
 */
export async function byPgDump(
  to: { readonly draft: Draft; readonly packing: Packing },
  sources: readonly SourceTable[],
  { client, snapshot, url, jobs, signal, onProgress, version }: Around & { readonly version: number },
): Promise<Content> {
  const dumped = await dumpInto(to, { url, snapshot, major: Math.floor(version / 10_000), jobs, signal });
  const tables: ManifestTable[] = [];
  const onDone = progressThrough(
    sources,
    { stage: 'rows', sizeOf: ({ size }) => size, labelOf: tableSql },
    onProgress,
  );
  await workOff(
    sources,
    { url, count: jobs, open: (use) => joinSnapshot(url, snapshot, use) },
    signal,
    async (session, source, index) => {
      tables[index] = await describeTable(session, source, dumped.contents);
      onDone(source);
    },
  );
  return {
    files: dumped.files,
    structure: dumped.contents,
    dump: { version: dumped.version, files: dumped.files.map(({ name }) => name) },
    tables,
    roles: await readDependingRoles(client),
    leftOut: await readSubscriptions(client),
  };
}

async function describeTable(client: Client, source: SourceTable, file: string): Promise<ManifestTable> {
  const hash = new ContentHash();
  try {
    for await (const chunk of client.query(copyTo(copySql(source, 'TO STDOUT')))) hash.update(chunk);
  } catch (error) {
    throw hiddenRows(error, tableSql(source));
  }
  const { schema, name, columns, condition } = source;
  return {
    schema,
    name,
    columns: [...columns],
    ...hash.content,
    file,
    ...(condition === undefined ? {} : { condition }),
  };
}

/** Roles that own something in the database, or have rights in it or a policy. */
async function readDependingRoles(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT DISTINCT r.rolname AS name FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid
      WHERE d.refclassid = 'pg_authid'::regclass AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND r.rolname !~ '^pg_' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

async function readSubscriptions(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT subname AS name FROM pg_subscription
      WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1`,
  );
  return rows.map(({ name }) => `the subscription ${name}: two databases must not take the same changes`);
}
