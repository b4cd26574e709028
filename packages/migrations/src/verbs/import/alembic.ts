import { splitStatements } from '@agora/postgres';

import { filesIn } from './files.ts';
import type { ForeignMigration, ForeignRunner, ImportFault } from './foreign.ts';

const heading = /^-- Running (upgrade|downgrade) (.*?) ?-> (.*?)(?:, .*)?$/;

interface Section {
  readonly file: string;
  readonly way: 'upgrade' | 'downgrade';
  readonly from: string;
  readonly to: string;
  readonly sql: string;
}

/**
 * What `alembic upgrade head --sql` prints, and `alembic downgrade head:base --sql` for the ways back, in files of one
 * folder. Table `alembic_version`; Alembic keeps no checksums and no times.
 */
export const alembic: ForeignRunner = {
  name: 'alembic-sql',
  table: 'alembic_version',
  cumulative: true,
  async readFiles(directory) {
    const faults: ImportFault[] = [];
    const { files, leftAlone } = await filesIn(directory);
    const printed = files.filter(({ name }) => name.endsWith('.sql'));
    const sections = printed.flatMap(({ name, text }) => {
      const found = sectionsOf(name, text);
      if (found.length === 0)
        faults.push({ file: name, reason: 'it has no line "-- Running upgrade ... -> ..."' });
      return found;
    });
    const ups = new Map<string, Section>();
    for (const section of sections.filter(({ way }) => way === 'upgrade')) {
      const other = ups.get(section.from);
      if (section.from.includes(',') || section.to.includes(','))
        faults.push({
          file: section.file,
          reason: `${section.from} -> ${section.to} merges branches; a history here has one line`,
        });
      else if (other)
        faults.push({
          file: section.file,
          reason: `two revisions follow ${section.from || 'the beginning'}: ${other.to} and ${section.to}`,
        });
      else ups.set(section.from, section);
    }
    const downs = new Map(
      sections
        .filter(({ way }) => way === 'downgrade')
        .map((section) => [`${section.to} ${section.from}`, section.sql]),
    );
    const migrations: ForeignMigration[] = [];
    for (let section = ups.get(''); section; section = ups.get(section.to)) {
      ups.delete(section.from);
      const { from, to, file, sql } = section;
      migrations.push({
        key: to,
        number: undefined,
        title: to,
        file: `${file} (${to})`,
        up: sql,
        down: downs.get(`${from} ${to}`),
      });
    }
    for (const { file, from, to } of ups.values()) {
      faults.push({
        file,
        reason: `nothing leads to ${from}, from which ${to} goes on: print it from the beginning (base:head)`,
      });
    }
    return { migrations, faults, leftAlone };
  },
  async readTable(client, table) {
    const { rows } = await client.query<{ version_num: string }>(`SELECT version_num FROM ${table}`);
    return rows.map(({ version_num: key }) => ({ key, at: null, took: null, checksum: null, failed: false }));
  },
  checksums: () => ({}),
};

function sectionsOf(file: string, text: string): Section[] {
  const sections: (Omit<Section, 'sql'> & { lines: string[] })[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, way, from = '', to = ''] = heading.exec(line) ?? [];
    if (way === 'upgrade' || way === 'downgrade') sections.push({ file, way, from, to, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections.map(({ lines, ...section }) => ({ ...section, sql: withoutBookkeeping(lines.join('\n')) }));
}

/** Alembic's own transaction and version table are taken out; the rest stays as it was printed. */
function withoutBookkeeping(sql: string): string {
  let rest = sql;
  for (const { offset, text } of splitStatements(sql).toReversed()) {
    if (
      !/^(?:BEGIN|COMMIT)$|^(?:CREATE TABLE|DROP TABLE|INSERT INTO|UPDATE|DELETE FROM) (?:\S+\.)?alembic_version\b/i.test(
        text,
      )
    )
      continue;
    const end = rest.indexOf(';', offset + text.length) + 1;
    rest = rest.slice(0, offset) + rest.slice(end);
  }
  return `${rest.replaceAll(/\n{3,}/g, '\n\n').trim()}\n`;
}
