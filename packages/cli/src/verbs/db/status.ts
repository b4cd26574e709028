import { isAgoraError } from '@agora/core';
import { embeddedStatus, embeddedUrl, parseDatabaseUrl, withConnection } from '@agora/postgres';

import { defineCommand } from '../../command/command.ts';
import type { Context } from '../../context/context.ts';
import { embeddedDirectory } from '../../context/database.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { bytes } from '../../terminal/text.ts';

interface DatabaseReport {
  readonly embedded: boolean;
  readonly answers: boolean;
  readonly url?: string;
  readonly database?: string;
  /** As in "18.4". */
  readonly serverVersion?: string;
  readonly sizeBytes?: number;
  /** Of this database, without our own. */
  readonly connections?: number;
  readonly pid?: number;
  readonly dataDirectory?: string;
  /** Why it does not answer. */
  readonly fault?: { readonly code: string; readonly message: string; readonly fix?: string };
}

/** `agora db status` */
export const status = defineCommand({
  name: 'status',
  summary: 'Show which database is used, and whether it answers',
  description: 'Looks only: nothing is started. Exits 2 when the database does not answer.',
  environment: { DATABASE_URL: 'the database to look at; unset: the embedded server' },
  examples: [
    { command: 'agora db status', does: 'server, version, size, connections' },
    { command: 'agora db status --json', does: 'the same for a program' },
  ],
  next: [{ command: 'agora db start', does: 'start the embedded server' }],
  async run({ context }) {
    const report = await readStatus(context);
    context.out.data(report, (paint) =>
      rows(report)
        .map(([name, value]) => `${paint.dim(name.padEnd(12))}${value}`)
        .join('\n'),
    );
    if (report.fault !== undefined && !context.out.json) {
      context.out.warn(
        `${report.fault.message}${report.fault.fix === undefined ? '' : `\n${report.fault.fix}`}`,
      );
    }
    return report.answers ? EXIT.ok : EXIT.found;
  },
});

async function readStatus(context: Context): Promise<DatabaseReport> {
  const own = context.settings.DATABASE_URL;
  if (own !== undefined) return { embedded: false, ...(await readFacts(own)) };
  const directory = embeddedDirectory(context);
  const server = await embeddedStatus({ directory });
  if (!server.running) {
    const message = server.initialized
      ? 'The embedded PostgreSQL does not run.'
      : 'There is no embedded PostgreSQL yet.';
    return {
      embedded: true,
      answers: false,
      fault: { code: 'cli.server_not_running', message, fix: 'agora db start' },
    };
  }
  const { pid, dataDirectory } = server;
  return { embedded: true, ...(await readFacts(embeddedUrl(server.url, directory))), pid, dataDirectory };
}

async function readFacts(url: string): Promise<Omit<DatabaseReport, 'embedded'>> {
  const { redacted, database } = parseDatabaseUrl(url);
  try {
    const facts = await withConnection(url, async (client) => {
      const { rows: found } = await client.query<{ version: string; size: string; connections: string }>(
        `SELECT current_setting('server_version') AS version,
                pg_catalog.pg_database_size(current_database()) AS size,
                (SELECT count(*) FROM pg_catalog.pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid()
                   AND backend_type = 'client backend') AS connections`,
      );
      return found[0]!;
    });
    return {
      answers: true,
      url: redacted,
      database,
      serverVersion: facts.version.split(' ')[0]!,
      sizeBytes: Number(facts.size),
      connections: Number(facts.connections),
    };
  } catch (error) {
    if (!isAgoraError(error)) throw error;
    const { code, message, fix } = error;
    return {
      answers: false,
      url: redacted,
      database,
      fault: { code, message, ...(fix === undefined ? {} : { fix }) },
    };
  }
}

function rows(report: DatabaseReport): [string, string][] {
  const all: [string, string | undefined][] = [
    ['server', report.embedded ? 'embedded PostgreSQL' : 'PostgreSQL of DATABASE_URL'],
    ['state', report.answers ? 'answers' : 'does not answer'],
    ['version', report.serverVersion],
    ['url', report.url],
    ['database', report.database],
    ['size', report.sizeBytes === undefined ? undefined : bytes(report.sizeBytes)],
    ['connections', report.connections === undefined ? undefined : `${report.connections} other`],
    ['process', report.pid?.toString()],
    ['files', report.dataDirectory],
  ];
  return all.filter((row): row is [string, string] => row[1] !== undefined);
}
