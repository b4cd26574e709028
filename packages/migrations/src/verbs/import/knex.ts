import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { type ForeignFile, filesIn } from './files.ts';
import { cannotImport, type ForeignMigration, type ForeignRunner, type ImportFault } from './foreign.ts';

/** What is used of the project's own knex. Without a connection its client never reaches a database. */
interface Knex {
  readonly client: {
    acquireConnection: () => Promise<object>;
    releaseConnection: () => Promise<void>;
    _query: (connection: object, query: KnexQuery) => Promise<KnexQuery>;
    readonly _escapeBinding: (value: unknown) => string;
  };
}
interface KnexQuery {
  readonly sql?: string;
  readonly bindings?: readonly unknown[];
  response?: unknown;
}
type Step = (knex: Knex) => Promise<unknown>;

/**
 * Knex: `20240101000000_users.js` with `up` and `down`, run against a client that writes down what would be sent. What a
 * migration asks the database cannot be answered here, so one that asks is refused. Table `knex_migrations`.
 */
export const knex: ForeignRunner = {
  name: 'knex',
  table: 'knex_migrations',
  async readFiles(directory) {
    const faults: ImportFault[] = [];
    const migrations: ForeignMigration[] = [];
    const { files, leftAlone } = await filesIn(directory);
    const make = loadKnex(directory);
    for (const file of files) {
      const [, number, title = ''] = /^(\d{14})_(.+)\.[cm]?[jt]s$/.exec(file.name) ?? [];
      const read = await readOne(make, directory, file).catch((error: unknown) => ({
        reason: error instanceof Error ? error.message : String(error),
      }));
      if ('reason' in read) faults.push({ file: file.name, reason: read.reason });
      else
        migrations.push({
          key: file.name,
          number,
          title: title || path.parse(file.name).name,
          file: file.name,
          ...read,
        });
    }
    return { migrations, faults, leftAlone };
  },
  async readTable(client, table) {
    const { rows } = await client.query<{ name: string; at: Date | null }>(
      `SELECT name, migration_time AS at FROM ${table} ORDER BY id`,
    );
    return rows.map(({ name, at }) => ({ key: name, at, took: null, checksum: null, failed: false }));
  },
  checksums: () => ({}),
};

function loadKnex(directory: string): () => Knex {
  try {
    const loaded: unknown = createRequire(path.join(directory, 'migration.js'))('knex');
    const factory = typeof loaded === 'object' && loaded !== null && 'knex' in loaded ? loaded.knex : loaded;
    if (isFactory(factory)) return () => factory({ client: 'pg' });
    throw new TypeError('it exports no function');
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw cannotImport(
      'Files of knex are read by knex itself, and it was not found.',
      [{ file: directory, reason }],
      'Run this where knex is installed: npm install knex',
    );
  }
}

function isFactory(value: unknown): value is (config: { readonly client: 'pg' }) => Knex {
  return typeof value === 'function';
}

async function readOne(
  make: () => Knex,
  directory: string,
  { name }: ForeignFile,
): Promise<{ readonly up: string; readonly down?: string }> {
  const loaded: unknown = await import(pathToFileURL(path.join(directory, name)).href);
  const up = stepOf(loaded, 'up');
  if (up === undefined) throw new TypeError('it exports no function "up"');
  const down = stepOf(loaded, 'down');
  const config = exportOf(loaded, 'config');
  const alone =
    typeof config === 'object' && config !== null && 'transaction' in config && config.transaction === false;
  const head = alone ? '-- agora: no-transaction\n' : '';
  const back = down === undefined ? '' : await record(make(), down);
  return { up: head + (await record(make(), up)), ...(back === '' ? {} : { down: head + back }) };
}

function exportOf(loaded: unknown, name: string): unknown {
  for (const holder of [
    loaded,
    typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined,
  ]) {
    if (typeof holder === 'object' && holder !== null && name in holder) return Reflect.get(holder, name);
  }
  return undefined;
}

function stepOf(loaded: unknown, name: string): Step | undefined {
  const found = exportOf(loaded, name);
  return isStep(found) ? found : undefined;
}

function isStep(value: unknown): value is Step {
  return typeof value === 'function';
}

/** What a step sends, as a script. */
async function record(db: Knex, step: Step): Promise<string> {
  const sent: string[] = [];
  let asked: string | undefined;
  db.client.acquireConnection = () => Promise.resolve({});
  db.client.releaseConnection = () => Promise.resolve();
  db.client._query = (_connection, query) => {
    const { sql = '', bindings = [] } = query;
    if (/^\s*(?:select|with|show|values)\b|\breturning\b/i.test(sql)) asked ??= sql;
    const whole = sql.replaceAll(/\$(\d+)/g, (mark, at: string) =>
      bindings.length === 0 ? mark : db.client._escapeBinding(bindings[Number(at) - 1]),
    );
    sent.push(`${whole.trim().replace(/;$/, '')};\n`);
    query.response = { command: '', rowCount: 0, rows: [], fields: [] };
    return Promise.resolve(query);
  };
  try {
    await step(db);
  } catch (error) {
    // What an empty answer does to the rest of it is no fault of its own.
    if (asked === undefined) throw error;
  }
  if (asked !== undefined)
    throw new TypeError(`it asks the database, and goes by the answer: ${asked.slice(0, 120)}`);
  return sent.join('');
}
