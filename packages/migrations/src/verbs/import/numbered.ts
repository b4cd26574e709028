import { createHash } from 'node:crypto';

import { filesIn } from './files.ts';
import type { ForeignMigration, ForeignRunner, ImportFault } from './foreign.ts';

const pattern = /^(\d{1,14})[_.-](.+?)(?:\.(up|down))?\.sql$/i;

/**
 * Runners of one's own: `001_create_users.sql`, with `001_create_users.down.sql` where there is a way back, and a table
 * `migration_versions (version, name, executed_at, execution_time_ms, checksum)`.
 */
export const numbered: ForeignRunner = {
  name: 'numbered',
  table: 'migration_versions',
  async readFiles(directory) {
    const faults: ImportFault[] = [];
    const ups = new Map<bigint, ForeignMigration>();
    const downs = new Map<bigint, { file: string; text: string }>();
    const { files, leftAlone } = await filesIn(directory);
    for (const { name, bytes, text } of files) {
      const [, digits, title = '', way] = pattern.exec(name) ?? [];
      if (digits === undefined) {
        faults.push({ file: name, reason: 'its name is not <number>_<what it does>.sql' });
        continue;
      }
      const number = BigInt(digits);
      if (way?.toLowerCase() === 'down') {
        downs.set(number, { file: name, text });
        continue;
      }
      const other = ups.get(number);
      if (other) faults.push({ file: name, reason: `${other.file} has the same number` });
      ups.set(number, { key: String(number), number: digits, title, file: name, up: text, bytes });
    }
    for (const [number, { file }] of downs) {
      if (!ups.has(number)) faults.push({ file, reason: 'there is no way forward of that number' });
    }
    const migrations = [...ups]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([number, migration]) => ({ ...migration, down: downs.get(number)?.text }));
    return { migrations, faults, leftAlone };
  },
  async readTable(client, table) {
    // Numbers, or text such as 001; what else the table has is of no concern.
    const { rows } = await client.query<{ row: Readonly<Record<string, unknown>> }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t`,
    );
    return rows
      .map(({ row }) => ({
        key: keyOf(row['version']),
        at: typeof row['executed_at'] === 'string' ? instant(row['executed_at']) : null,
        took: typeof row['execution_time_ms'] === 'number' ? row['execution_time_ms'] : null,
        checksum: typeof row['checksum'] === 'string' ? row['checksum'].toLowerCase() : null,
        failed: row['success'] === false,
      }))
      .toSorted((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }));
  },
  checksums(bytes) {
    const text = bytes.toString('utf8');
    const forms = {
      '': bytes,
      ' (LF)': Buffer.from(text.replaceAll('\r\n', '\n')),
      ' (trimmed)': Buffer.from(text.trim()),
    };
    return Object.fromEntries(
      ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) =>
        Object.entries(forms).map(([form, content]) => [
          `${algorithm}${form}`,
          createHash(algorithm).update(content).digest('hex'),
        ]),
      ),
    );
  },
};

/** `001`, `1` and 1 are one version; so is the name of a file that begins with it. */
function keyOf(version: unknown): string {
  const digits = /^\d+/.exec(String(version))?.[0];
  return digits === undefined ? String(version) : String(BigInt(digits));
}

/** A time without a zone is taken as UTC. */
function instant(text: string): Date {
  return new Date(/(?:Z|[+-]\d\d(?::?\d\d)?)$/.test(text) ? text : `${text}Z`);
}
