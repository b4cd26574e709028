import { type Catalog, compareCatalogs, readCatalog } from '@agora/catalog';
import { isAgoraError } from '@agora/core';
import { type Client, withParameters } from '@agora/postgres';
import { EngineError, generateMigrationSql } from '@agora/schema-engine';

import { contractAll } from '../../online/expand/contract-all.ts';
import { openExpansions } from '../../online/expand/open-expansions.ts';
import { makeScript, type Migration } from '../../project/folder.ts';
import { readSchema } from '../../prisma/schema/current-schema.ts';
import type { Project } from '../../prisma/project.ts';
import { runScript } from '../../proof/replay.ts';
import type { ReplayedHistory } from '../../proof/replayed-history.ts';
import type { Scratch } from '../../proof/scratch/scratch.ts';
import { keptSpellings } from './kept-spellings.ts';
import { refuseExpanded } from './refuse-expanded.ts';
import { checkWanted, parseRename, type RenameRequest, renameStatement } from './renames.ts';
import { keepSequenceDefaults } from './sequence-defaults.ts';
import { dropsUnseen, enumValueLosses } from './warnings.ts';
import { withoutUnchanged } from './without-unchanged.ts';

interface ForwardInput {
  readonly project: Project;
  /** The schema that unqualified names mean. */
  readonly schema: string;
  /** The history, replayed. */
  readonly replayed: ReplayedHistory;
  /** Nothing is asked of it afterwards. Default false. */
  readonly last?: boolean | undefined;
  /** The history, in order. */
  readonly migrations: readonly Migration[];
  /** Renames to be done as such, as {@link parseRename} reads them. */
  readonly renames?: readonly string[] | undefined;
}

/** The way from the end of the history to the Prisma schema. */
export type Forward =
  /** They agree. */
  | { readonly kind: 'none' }
  /** Prisma sees a difference, and PostgreSQL has none: run, the SQL changes nothing. */
  | {
      readonly kind: 'same catalog';
      readonly sql: string;
      /** What PostgreSQL keeps in another spelling than the schema has, a line each. */
      readonly kept: readonly string[];
    }
  | {
      readonly kind: 'changes';
      readonly sql: string;
      /** What can make it fail on rows, or goes unseen by Prisma, a sentence each. */
      readonly warnings: readonly string[];
    };

/**
 * Does the renames in a scratch database at the end of the history, has Prisma's engine write the rest, and runs that too:
 * only what changes the catalog is a migration.
 *
 * @throws AgoraError `migrations.bad_rename`, `migrations.replay_failed`; EngineError for a schema that Prisma refuses
 */
export async function forwardSql(input: ForwardInput): Promise<Forward> {
  const { project, schema, migrations, replayed, last } = input;
  const schemaFiles = await readSchema(project.schemaFiles);
  const scratch = await replayed.at(migrations.length, { label: 'create', last, runs: [] });
  try {
    // The Prisma schema has the new names and types alone, as the database has after the contraction.
    const open = openExpansions(migrations, schema);
    await scratch.connect((client) => contractAll(client, open));
    const start = await scratch.connect(readCatalog);
    const { requests, statements, renamed } = await rename(scratch, start, schema, input.renames ?? []);
    const asked = await generateMigrationSql({
      schemaFiles,
      fromUrl: withSchema(scratch.url, schema),
      projectDirectory: project.root,
      filters: {
        externalTables: [...(project.external?.tables ?? [])],
        externalEnums: [...(project.external?.enums ?? [])],
      },
    }).catch(describeRefusedSchema);
    const rest = keepSequenceDefaults(asked ?? '');
    const written = (forward: string): string =>
      [...statements, ...(forward.trim() === '' ? [] : [forward])].join('\n');
    const sql = written(rest);
    if (sql === '') return { kind: 'none' };
    await refuseExpanded(sql, open, schema);
    const again = SETS_AGAIN.test(rest) ? await scratch.copy('shorter') : undefined;
    const end = await scratch.connect((client) => tried(client, rest));
    // On empty tables nearly everything runs; what does not, the proof tells better.
    if (end === undefined) return { kind: 'changes', sql, warnings: [] };
    for (const request of requests) checkWanted(request, end);
    if (statements.length === 0 && compareCatalogs(start, end).length === 0)
      return { kind: 'same catalog', sql, kept: await keptSpellings(sql, end, schema) };
    const short = again && withoutUnchanged(rest, renamed, end, schema);
    const proven = short?.left.length
      ? await again?.connect((client) => tried(client, short.sql))
      : undefined;
    await again?.drop();
    const isSame = proven !== undefined && compareCatalogs(end, proven).length === 0;
    return {
      kind: 'changes',
      sql: isSame ? written(short?.sql ?? '') : sql,
      warnings: [
        ...enumValueLosses(renamed, end),
        ...dropsUnseen(renamed, end, sql),
        ...(isSame ? [spelled(short?.left ?? [])] : []),
      ],
    };
  } finally {
    await scratch.drop();
  }
}

/** What may come out as it was. */
const SETS_AGAIN = /\bSET (?:DEFAULT|DATA TYPE)\b|^DROP INDEX\b/m;

function spelled(left: readonly string[]): string {
  return `Left out, since PostgreSQL has it so already in another spelling: ${left.join(', ')}. prisma migrate dev would do it each time, until the schema spells it so too.`;
}

/** Prisma names each line that it cannot read, and one slip makes many. */
function describeRefusedSchema(error: unknown): never {
  if (!(error instanceof EngineError) || error.engineCode !== 'P1012') throw error;
  throw new EngineError({
    code: 'schema_engine.method_failed',
    message: 'Prisma cannot read the schema.',
    why: error.message,
    fix: 'Mend the first place that is named; the others often follow from it. npx prisma validate says the same.',
    engineCode: error.engineCode,
    cause: error,
  });
}

async function rename(
  scratch: Scratch,
  start: Catalog,
  schema: string,
  renames: readonly string[],
): Promise<{
  readonly requests: readonly RenameRequest[];
  readonly statements: readonly string[];
  readonly renamed: Catalog;
}> {
  const requests: RenameRequest[] = [];
  const statements: string[] = [];
  let catalog = start;
  for (const text of renames) {
    const request = parseRename(text, catalog, schema);
    const statement = renameStatement(request, schema);
    catalog = await scratch.connect(async (client) => {
      await client.query(statement);
      return readCatalog(client);
    });
    statements.push(statement);
    requests.push(request);
  }
  return { requests, statements, renamed: catalog };
}

/** The catalog after the SQL, or undefined where it does not run. */
async function tried(client: Client, sql: string): Promise<Catalog | undefined> {
  try {
    await runScript(client, makeScript('migration.sql', sql));
  } catch (error) {
    if (!isAgoraError(error)) throw error;
    return undefined;
  }
  return readCatalog(client);
}

function withSchema(url: string, schema: string): string {
  return schema === 'public' ? url : withParameters(url, { schema });
}
