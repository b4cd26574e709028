import type { Catalog } from '@agora/catalog';
import { AgoraError } from '@agora/core';
import type { Client } from '@agora/postgres';

import type { ManifestFile, ManifestTable } from '../format/manifest.ts';
import { type Packing, packInto, textStream } from '../format/pack.ts';
import { type SourceTable, tableSql } from '../source/tables.ts';
import type { Draft } from '../store/store.ts';
import { readStructure } from '../structure/read-structure.ts';
import { workOff } from '../work/crew.ts';
import { progressThrough } from '../work/progress.ts';
import type { Around, Content } from './content.ts';
import { dumpTable } from './dump-rows.ts';
import { joinSnapshot } from './snapshot.ts';

/** The built-in way: statements by the planner, rows by COPY, several tables at once. */
export async function builtIn(
  to: { readonly draft: Draft; readonly packing: Packing },
  sources: readonly SourceTable[],
  { client, snapshot, url, jobs, signal, onProgress, catalog }: Around & { readonly catalog: Catalog },
): Promise<Content> {
  await refuseLargeObjects(client);
  const { structure, roles, leftOut } = await readStructure(client, catalog);
  const text = textStream(JSON.stringify(structure));
  const structureFile = await packInto(to.draft, 'structure.json', text, to.packing);
  const files: ManifestFile[] = [structureFile];
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
      const dumped = await dumpTable(session, source, index + 1, to);
      tables[index] = dumped.table;
      files.push(dumped.file);
      onDone(source);
    },
  );
  return { files, structure: structureFile.name, tables, roles, leftOut };
}

async function refuseLargeObjects(client: Client): Promise<void> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM pg_largeobject_metadata',
  );
  const count = rows[0]?.count ?? 0;
  if (count === 0) return;
  throw new AgoraError({
    code: 'backup.not_modelled',
    message: `The database holds ${count} large object(s), which the built-in way does not copy.`,
    why: 'They lie outside of all tables.',
    fix: 'agora backup create --way pg_dump, or keep such data in a column of type bytea.',
  });
}
