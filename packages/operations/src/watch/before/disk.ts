import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { promisify } from 'node:util';

import type { Plan } from '@agora/migrations';
import type { Client } from '@agora/postgres';
import { loadParser, type Name, nameOf, parseStatements, quoted, relationsIn } from '@agora/postgres/parser';

import { shownBytes } from '../../health/shown.ts';
import type { StepReport } from '../step.ts';

/** What is asked of a plan. */
interface Scripts {
  readonly steps: readonly Pick<Plan['steps'][number], 'script'>[];
}

/** What makes a second copy of a table, for the time being or for good. */
interface Rewrite {
  readonly table: Name;
  /** How much of the table it may take. */
  readonly part: number;
}

/** The statements of a plan that need room of their own, as far as the text says. */
async function rewritesOf({ steps }: Scripts, schema: string): Promise<readonly Rewrite[]> {
  await loadParser();
  return steps.flatMap(({ script }) =>
    parseStatements(script.statements).statements.flatMap(({ node }) => {
      const part = partOf(node);
      const [relation] = relationsIn(node);
      if (part === 0 || relation === undefined) return [];
      const { name, schema: given = schema } = nameOf(relation);
      return [{ table: { schema: given, name }, part }];
    }),
  );
}

type Node = ReturnType<typeof parseStatements>['statements'][number]['node'];

/** An index is seldom larger than half of its table; what is rewritten stands beside the old until the end. */
function partOf(node: Node): number {
  if ('IndexStmt' in node) return 0.5;
  if ('ClusterStmt' in node || 'UpdateStmt' in node || 'ReindexStmt' in node) return 1;
  if ('VacuumStmt' in node) return JSON.stringify(node.VacuumStmt.options ?? []).includes('"full"') ? 1 : 0;
  if (!('AlterTableStmt' in node)) return 0;
  const kinds = JSON.stringify(node.AlterTableStmt.cmds ?? []).match(/"subtype":"(\w+)"/g) ?? [];
  return kinds.some((kind) =>
    /AT_(AlterColumnType|SetLogged|SetUnLogged|SetAccessMethod|SetTableSpace)/.test(kind),
  )
    ? 1
    : 0;
}

/** Whether there is room for what a plan rewrites. */
export async function checkDisk(
  client: Client,
  plan: Scripts,
  {
    schema,
    freeSpace,
    cwd,
  }: { readonly schema: string; readonly freeSpace?: readonly string[] | undefined; readonly cwd: string },
): Promise<StepReport> {
  const rewrites = await rewritesOf(plan, schema);
  if (rewrites.length === 0) return { saw: 'nothing is rewritten' };
  const { rows } = await client.query<{ bytes: number }>(
    `SELECT COALESCE(sum(pg_catalog.pg_total_relation_size(pg_catalog.to_regclass(n.name)) * n.part), 0)::float8 AS bytes
       FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::float8[])) AS n (name, part)`,
    [rewrites.map(({ table }) => quoted(table)), rewrites.map(({ part }) => part)],
  );
  const wanted = rows[0]?.bytes ?? 0;
  const free = freeSpace === undefined ? await askServer(client) : await askCommand(freeSpace, cwd);
  const needed = `at most ${shownBytes(wanted)} are needed`;
  if (typeof free === 'string')
    return { saw: `${needed}, how much is free is not known: ${free}`, skipped: true };
  const saw = `${needed}, ${shownBytes(free)} are free`;
  if (free > wanted) return { saw };
  return {
    saw,
    findings: [
      {
        code: 'operations.no_room',
        message: `The deploy may need ${shownBytes(wanted)} on the disk, and ${shownBytes(free)} are free.`,
        why: `These are rewritten or indexed: ${[...new Set(rewrites.map(({ table }) => `${table.schema}.${table.name}`))].join(', ')}. A full disk stops the whole server.`,
        fix: 'Make room, or deploy the migrations one by one: agora migrate deploy --to <migration>.',
      },
    ],
  };
}

/** Bytes, or why they are not known: of a server on this machine whose folder can be seen from here. */
async function askServer(client: Client): Promise<number | string> {
  const elsewhere = 'the folder of the server cannot be seen from here; watch.freeSpace can name a command';
  try {
    const { rows } = await client.query<{ folder: string; here: boolean }>(
      `SELECT pg_catalog.current_setting('data_directory') AS folder,
              COALESCE(pg_catalog.host(pg_catalog.inet_server_addr()) IN ('127.0.0.1', '::1'), true) AS here`,
    );
    const [found] = rows;
    if (found?.here !== true) return elsewhere;
    const { bavail, bsize } = await statfs(found.folder);
    return bavail * bsize;
  } catch {
    // The role may not read the setting, or the folder is another machine's.
    return elsewhere;
  }
}

/** Bytes, or why the command told none. */
async function askCommand(
  [program = '', ...parameters]: readonly string[],
  cwd: string,
): Promise<number | string> {
  try {
    const { stdout } = await promisify(execFile)(program, parameters, { timeout: 10_000, cwd });
    const bytes = Number(stdout.trim());
    if (stdout.trim() !== '' && Number.isFinite(bytes)) return bytes;
    return `${program} printed no number of bytes`;
  } catch (error) {
    return `${program} failed (${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)})`;
  }
}
