import { type Catalog, databaseFacts } from '@agora/catalog';
import type { Migration } from '../project/folder.ts';
import { lintMigrations } from '../lint/lint.ts';
import type { Project } from '../prisma/project.ts';
import { type DatabaseModel, databaseModel, displayName } from './model/database-model.ts';
import { renderDictionary } from './dictionary.ts';
import { drawDomainMap, MOST_AT_ONCE } from './diagrams/domain-map.ts';
import { drawDatabase, drawDomain } from './diagrams/er-diagram.ts';
import { anchor, cell, count, table } from './markdown.ts';
import { type MigrationDocs, changesOf, nameParts, renderMigrationPage } from './migration-page.ts';
import { readSchemaDocs } from './model/schema-docs.ts';
import { renderTimeline } from './diagrams/timeline.ts';

interface DocsInput {
  readonly project: Pick<Project, 'root' | 'schemaFiles'>;
  readonly migrations: readonly Migration[];
  /** Of the database that the migrations make, or of a live one. */
  readonly catalog: Catalog;
  /** Milliseconds that migrations took, by name, where that is known. */
  readonly durations?: ReadonlyMap<string, number> | undefined;
  /** Schema of unqualified names. Default `public`. */
  readonly defaultSchema?: string | undefined;
}

/**
 * The documentation of a database: path (relative, with forward slashes) -> content. It depends on nothing
 * but the input: no clock, no locale, no order of a file system. The same input gives the same bytes.
 *
 * @throws AgoraError `docs.invalid_schema`
 */
export async function renderDocs(input: DocsInput): Promise<ReadonlyMap<string, string>> {
  const { project, migrations, catalog, durations, defaultSchema } = input;
  // The linter loads the parser that the rest needs too.
  const lint = await lintMigrations({
    root: project.root,
    migrations,
    defaultSchema,
    severities: { 'missing-down': 'off' },
    squawk: false,
  });
  const model = databaseModel(databaseFacts(catalog), await readSchemaDocs(project));
  const docs = migrations.map((migration): MigrationDocs => {
    const durationMs = durations?.get(migration.name);
    return {
      migration,
      changes: changesOf(migration),
      findings: lint.findings.filter((finding) => finding.migration === migration.name),
      allowed: lint.allowed.filter((finding) => finding.migration === migration.name),
      ...(durationMs === undefined ? {} : { durationMs }),
    };
  });
  const files = new Map<string, string>();
  files.set('README.md', overview(model, docs));
  files.set('dictionary.md', renderDictionary(model));
  files.set('er-diagram.svg', await (isLarge(model) ? drawDomainMap(model) : drawDatabase(model)));
  for (const domain of model.domains) {
    files.set(`domains/${domain.name}.svg`, await drawDomain(model, domain));
  }
  files.set('timeline.svg', renderTimeline(docs));
  for (const [index, one] of docs.entries()) {
    const neighbours = { before: docs[index - 1]?.migration.name, after: docs[index + 1]?.migration.name };
    files.set(`migrations/${one.migration.name}.md`, renderMigrationPage(one, neighbours));
  }
  return files;
}

/** The first line of every file that may be replaced without asking. */
export const MARK = '<!-- Written by `agora migrate docs`; change the schema or the migrations instead. -->';

const isLarge = ({ tables }: DatabaseModel): boolean =>
  tables.filter(({ kind }) => kind === 'table').length > MOST_AT_ONCE;

const LEGEND =
  'Keys only; a line that another implies is left out. Crow’s foot: many; bar: one; circle: or none; dashed: the Prisma schema says so, and there is no foreign key. A `?` marks a column that may be NULL.';

const MAP_LEGEND =
  'A map: each box is a domain, with its most connected tables; a line counts relations, and each domain has its strongest. Open the picture itself to follow a box to its diagram, or take the table below.';

function overview(model: DatabaseModel, migrations: readonly MigrationDocs[]): string {
  const { tables, facts } = model;
  const columns = tables.reduce((sum, { columns: all }) => sum + all.length, 0);
  const keys = tables.reduce((sum, { foreignKeys }) => sum + foreignKeys.length, 0);
  return [
    MARK,
    '',
    '# The database',
    '',
    `${[
      count(tables.filter(({ kind }) => kind === 'table').length, 'table'),
      count(columns, 'column'),
      count(keys, 'foreign key'),
      count(facts.enums.length, 'enum'),
      count(facts.functions.length, 'function'),
      count(migrations.length, 'migration'),
    ].join(', ')}.`,
    '',
    'Every table and column is explained in the [data dictionary](dictionary.md).',
    '',
    '![Entity relationship diagram](er-diagram.svg)',
    '',
    isLarge(model) ? MAP_LEGEND : LEGEND,
    '',
    ...table(
      ['domain', 'tables', 'diagram'],
      model.domains.map(({ name, tables: own }) => [
        `[${name}](dictionary.md#${anchor(name)})`,
        own
          .map((one) => `[${displayName(model, one)}](dictionary.md#${anchor(displayName(model, one))})`)
          .join(', '),
        `[every column](domains/${encodeURIComponent(name)}.svg)`,
      ]),
    ),
    '## Migrations',
    '',
    '![Timeline of the migrations](timeline.svg)',
    '',
    'A filled dot has a way back; a triangle counts hazards that the linter calls errors.',
    '',
    ...table(
      ['written', 'migration', 'changes', 'way back'],
      migrations.map(({ migration, changes }) => {
        const { date = '', title } = nameParts(migration.name);
        const back = migration.down
          ? 'yes'
          : migration.up.directives.some(({ kind }) => kind === 'irreversible')
            ? 'irreversible'
            : 'missing';
        return [
          date,
          `[${cell(title)}](migrations/${encodeURIComponent(migration.name)}.md)`,
          String(changes.length),
          back,
        ];
      }),
    ),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}
