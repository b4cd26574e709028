import { crc32 } from 'node:zlib';

import { type ForeignFile, filesIn } from './files.ts';
import type { ForeignMigration, ForeignRunner, ImportFault } from './foreign.ts';

const pattern = /^([VUBR])([\d._]*)__(.+)\.sql$/;

/**
 * Flyway: `V2__add_users.sql`, `U2__add_users.sql` for the way back, `R__views.sql` for what is run again whenever it
 * changes: it comes last, as what it says now. Table `flyway_schema_history`, checksum CRC-32 of the lines.
 */
export const flyway: ForeignRunner = {
  name: 'flyway',
  table: 'flyway_schema_history',
  async readFiles(directory) {
    const faults: ImportFault[] = [];
    const { files, leftAlone } = await filesIn(directory);
    const settings = new Map(
      files.filter(({ name }) => name.endsWith('.sql.conf')).map((one) => [one.name, one.text]),
    );
    const versioned: ForeignMigration[] = [];
    const repeatable: ForeignMigration[] = [];
    const undo = new Map<string, ForeignFile>();
    for (const file of files) {
      if (file.name.endsWith('.sql.conf')) continue;
      const [, kind = '', digits = '', title = ''] = pattern.exec(file.name) ?? [];
      const version = normalized(digits);
      if (kind === 'U') undo.set(version, file);
      else if (kind === 'V' || kind === 'R') {
        const up = withSettings(file.text, settings.get(`${file.name}.conf`));
        const key = kind === 'V' ? version : file.name;
        const number = /^\d{1,14}$/.test(version) ? version : undefined;
        const migration = { key, number, title, file: file.name, up, bytes: file.bytes };
        (kind === 'V' ? versioned : repeatable).push(migration);
      } else faults.push({ file: file.name, reason: reasonFor(kind) });
      faults.push(...placeholders(file));
    }
    for (const [version, { name }] of undo) {
      if (!versioned.some(({ key }) => key === version))
        faults.push({ file: name, reason: 'there is no versioned migration that it undoes' });
    }
    const migrations = [
      ...versioned
        .toSorted((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }))
        .map((one) => ({ ...one, down: undo.get(one.key)?.text })),
      ...repeatable,
    ];
    for (const [index, one] of migrations.entries()) {
      const before = migrations[index - 1];
      if (before?.key === one.key)
        faults.push({ file: one.file, reason: `${before.file} has the same version` });
    }
    return { migrations, faults, leftAlone };
  },
  async readTable(client, table) {
    const { rows } = await client.query<{
      version: string | null;
      script: string;
      type: string;
      checksum: number | null;
      at: Date;
      took: number;
      success: boolean;
    }>(
      `SELECT version, script, type, checksum, installed_on::timestamptz AS at, execution_time AS took, success
         FROM ${table} WHERE type <> 'SCHEMA' ORDER BY installed_rank`,
    );
    const last = new Map<string, (typeof rows)[number]>();
    for (const row of rows) {
      const key = row.version === null ? row.script : normalized(row.version);
      // One that was undone counts as not applied; of one that ran again the last run counts.
      if (row.type.startsWith('UNDO')) last.delete(key);
      else last.set(key, row);
    }
    return [...last].map(([key, row]) => ({
      key,
      at: row.at,
      took: row.took,
      checksum: row.checksum === null ? null : String(row.checksum),
      failed: !row.success,
    }));
  },
  checksums: (bytes) => ({ 'CRC-32': String(flywayChecksum(bytes.toString('utf8'))) }),
};

/** `1_1`, `1.1` and `1.01` are one version. */
function normalized(version: string): string {
  return version
    .split(/[._]/)
    .map((part) => part.replace(/^0+(?=\d)/, ''))
    .join('.');
}

/** CRC-32 of the lines without their ends, as a signed integer; a byte order mark does not count. */
export function flywayChecksum(text: string): number {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines.reduce((sum, line) => crc32(line, sum), 0) | 0;
}

function withSettings(text: string, settings: string | undefined): string {
  const alone = /^\s*executeInTransaction\s*=\s*false\s*$/im.test(settings ?? '');
  return alone ? `-- agora: no-transaction\n${text}` : text;
}

function reasonFor(kind: string): string {
  return kind === 'B'
    ? 'a baseline migration stands for others; take the files that it stands for, or remove it'
    : 'its name is not V<version>__<what it does>.sql, nor one that begins with U or R; Java and callbacks are not read';
}

function placeholders({ name, text }: ForeignFile): readonly ImportFault[] {
  const found = /\$\{[^}\s]+\}/.exec(text);
  if (!found) return [];
  const line = text.slice(0, found.index).split('\n').length;
  return [
    {
      file: `${name}:${line}`,
      reason: `${found[0]} is a placeholder that Flyway fills in; write what it stands for`,
    },
  ];
}
