import path from 'node:path';

import { readCatalog } from '@agora/catalog';
import { type Client, splitStatements, transactionControl } from '@agora/postgres';
import {
  LineIndex,
  loadParser,
  nameOf,
  type ParsedStatement,
  parseStatements,
  relationsIn,
} from '@agora/postgres/parser';

import type { Finding, SeverityOverrides } from '../lint/finding.ts';
import { lintMigrations } from '../lint/lint.ts';
import { readBackfill, renderBackfill } from '../project/backfill-file.ts';
import { makeScript, type Migration } from '../project/folder.ts';
import { runScript } from '../proof/replay.ts';
import type { Scratch } from '../proof/scratch/scratch.ts';
import { contractExpansion } from './expand/contract-expansion.ts';
import { expandStatement } from './expand/expand-statement.ts';
import { openExpansions } from './expand/open-expansions.ts';
import type { NamedMigration, OnlineMigration } from './online-migration.ts';
import { readFacts } from './read-facts.ts';
import { directiveLines, withoutFrame } from './rewrite/frame.ts';
import type { LeftFinding } from './rewrite/left.ts';
import { partName, partNames } from './rewrite/part-name.ts';
import { rewriteMigration } from './rewrite/rewrite-migration.ts';

export interface MigrationToExpand {
  /** A database that stands before the migration; copies of it are made. */
  readonly ground: Scratch;
  /** The history before it, in order. */
  readonly before: readonly Migration[];
  readonly original: Migration;
  /** The name of the one after it. */
  readonly next: string | undefined;
  /** What the rewriting of single statements has left. */
  readonly left: readonly LeftFinding[];
  readonly schema: string;
  readonly severities: SeverityOverrides | undefined;
}

export interface ExpandedMigration {
  /** Empty where nothing is expanded. */
  readonly parts: readonly Migration[];
  /** What ends its expansions, to be compared with the original. */
  readonly contractions: readonly Migration[];
  readonly rewritten: readonly Finding[];
  /** Findings that stay, with their reasons. */
  readonly left: readonly LeftFinding[];
}

/** Hazards that an expansion takes away. */
const EXPANDED: ReadonlySet<string> = new Set([
  'rename-column',
  'rename-table',
  'change-column-type',
  'generated-column',
]);

/**
 * Writes a migration with renames and changes of type as one that expands each of them, its other statements before and after
 * as they were, or rewritten.
 */
export async function expandMigration(given: MigrationToExpand): Promise<ExpandedMigration> {
  const { left } = given;
  if (!left.some(({ finding }) => EXPANDED.has(finding.rule)))
    return { parts: [], contractions: [], rewritten: [], left };
  await loadParser();
  const places = await hazardsByStatement(given);
  const scratch = await given.ground.copy('expand');
  try {
    return await scratch.connect((client) => new Pieces(client, given).take(places));
  } finally {
    await scratch.drop();
  }
}

/** For each statement of the migration, by its number, the messages of the hazards in it; BEGIN and COMMIT do not count. */
async function hazardsByStatement({
  before,
  original,
  schema,
  severities,
}: MigrationToExpand): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  const { findings } = await lintMigrations({
    root: '',
    migrations: [...before, original],
    only: [original.name],
    defaultSchema: schema,
    severities,
    squawk: false,
  });
  const lines = new LineIndex(original.up.sql);
  const statements = original.up.statements.filter(({ text }) => transactionControl(text) === undefined);
  const found = new Map<number, Set<string>>();
  for (const { rule, direction, line, column, message } of findings) {
    if (!EXPANDED.has(rule) || direction !== 'up') continue;
    const at = lines.startOf(line) + column - 1;
    const place = statements.findIndex(({ offset, text }) => at >= offset && at < offset + text.length);
    found.set(place, (found.get(place) ?? new Set()).add(message));
  }
  return found;
}

/** The statements of a migration, gone through in order on a database that follows. */
class Pieces {
  readonly #client: Client;
  readonly #given: MigrationToExpand;
  readonly #body: string;
  readonly #directives: readonly string[];
  readonly #parts: Migration[] = [];
  readonly #expandable: readonly LeftFinding[];
  readonly #rewritten: Finding[] = [];
  /** Tables of which a column is expanded. */
  readonly #expanded = new Set<string>();
  /** Whether names with a time of their own come before the next migration. */
  readonly #numbered: boolean;

  constructor(client: Client, given: MigrationToExpand) {
    const { original, next } = given;
    this.#client = client;
    this.#given = given;
    this.#body = withoutFrame(original.up);
    this.#directives = directiveLines(original.up);
    this.#expandable = given.left.filter(({ finding }) => EXPANDED.has(finding.rule));
    const many = partNames(original.name, ['', ...Array.from({ length: MOST_PARTS }, () => 'z')], undefined);
    this.#numbered = next !== undefined && many.some((name) => name.localeCompare(next) >= 0);
  }

  async take(places: ReadonlyMap<number, ReadonlySet<string>>): Promise<ExpandedMigration> {
    const statements = parseStatements(splitStatements(this.#body)).statements.filter(
      ({ nested }) => !nested,
    );
    let from = 0;
    for (const [place, statement] of statements.entries()) {
      const hazards = places.get(place);
      const mine = this.#expandable.filter(({ finding }) => hazards?.has(finding.message));
      const met = this.#metBy(statement);
      if (met !== undefined)
        return this.#refuse(`a later statement concerns ${met} too: put it in a migration of its own`);
      if (mine.length === 0) continue;
      const before = this.#body.slice(from, statement.start).trim();
      const isPlain = splitStatements(before).length > 0;
      if (isPlain) await this.#plain(before);
      const name = this.#nameOf('expand');
      const migration = { name, up: this.#given.original.up };
      const { schema } = this.#given;
      const expansion = await expandStatement(this.#client, statement, { migration, schema });
      if (expansion === undefined) return this.#refuse('it is on nothing that is known', mine);
      if ('reason' in expansion) return this.#refuse(expansion.reason, mine);
      await this.#expand(expansion.migrations, isPlain ? '' : before);
      for (const relation of relationsIn(statement.node)) this.#expanded.add(this.#keyOf(nameOf(relation)));
      this.#rewritten.push(...mine.map(({ finding }) => finding));
      from = this.#body.slice(statement.end).startsWith(';') ? statement.end + 1 : statement.end;
    }
    const rest = this.#body.slice(from).trim();
    if (splitStatements(rest).length > 0) await this.#plain(rest);
    return {
      parts: this.#parts,
      contractions: await this.#contractions(),
      rewritten: this.#rewritten,
      left: this.#given.left.filter(({ finding }) => !this.#rewritten.includes(finding)),
    };
  }

  /** Leaves everything as it is, what the reason is about with it. */
  #refuse(reason: string, about: readonly LeftFinding[] = this.#expandable): ExpandedMigration {
    const left = this.#given.left.map((one) => (about.includes(one) ? { ...one, reason } : one));
    return { parts: [], contractions: [], rewritten: [], left };
  }

  #keyOf({ schema = this.#given.schema, name }: { readonly schema?: string; readonly name: string }): string {
    return `${schema}.${name}`;
  }

  /** A table with an expanded column that a statement concerns: it would meet the copy. */
  #metBy({ node }: ParsedStatement): string | undefined {
    return [...relationsIn(node)]
      .map((one) => this.#keyOf(nameOf(one)))
      .find((one) => this.#expanded.has(one));
  }

  #nameOf(suffix: string): string {
    return partName(this.#given.original.name, this.#parts.length, suffix, this.#numbered);
  }

  /** Other statements, rewritten where that is of use. */
  async #plain(sql: string): Promise<void> {
    const { before, schema, severities } = this.#given;
    const text = [...this.#directives.filter((line) => !isConversion(line)), sql].join('\n');
    const migration = this.#migrationOf({ name: this.#nameOf('finish'), up: `${text}\n` });
    const { parts } = await rewriteMigration({
      before: [...before, ...this.#parts],
      migration,
      facts: await readFacts(this.#client, await readCatalog(this.#client)),
      defaultSchema: schema,
      severities,
    });
    if (parts.length === 0) await this.#add(migration);
    for (const part of parts) await this.#add(this.#migrationOf(part));
  }

  async #expand(migrations: readonly OnlineMigration[], comment: string): Promise<void> {
    for (const [index, { suffix, up, ...more }] of migrations.entries()) {
      const name = this.#nameOf(index === 0 ? 'expand' : suffix);
      const text = index === 0 && comment !== '' ? `${comment}\n${up}` : up;
      await this.#add(this.#migrationOf({ name, up: text, ...more }));
    }
  }

  /** Runs it, with its backfill over all rows at once. */
  async #add(migration: Migration): Promise<void> {
    this.#parts.push(migration);
    await runScript(this.#client, migration.up);
    const read = migration.backfill?.kind === 'sql' ? readBackfill(migration.backfill.script) : undefined;
    if (read !== undefined && 'text' in read && read.text !== undefined)
      await this.#client.query(read.text.statement.replace(':batch', 'true'));
  }

  #migrationOf(named: NamedMigration): Migration {
    return namedMigration(path.dirname(this.#given.original.directory), named);
  }

  async #contractions(): Promise<readonly Migration[]> {
    const made: Migration[] = [];
    for (const expansion of openExpansions(this.#parts, this.#given.schema)) {
      const contraction = await contractExpansion(this.#client, expansion);
      if (contraction === undefined) continue;
      const up = contraction.statements.join('\n');
      made.push(this.#migrationOf({ name: `${expansion.since}_contracted`, up }));
    }
    return made;
  }
}

const MOST_PARTS = 60;

function isConversion(line: string): boolean {
  return line.startsWith('-- agora: convert ');
}

/** A migration with its files, in the folder of migrations. */
export function namedMigration(parent: string, { name, up, down, backfill }: NamedMigration): Migration {
  const directory = path.join(parent, name);
  return {
    name,
    directory,
    up: makeScript(path.join(directory, 'migration.sql'), up),
    ...(down === undefined ? {} : { down: makeScript(path.join(directory, 'down.sql'), down) }),
    ...(backfill === undefined
      ? {}
      : {
          backfill: {
            kind: 'sql',
            script: makeScript(path.join(directory, 'backfill.sql'), renderBackfill(backfill)),
          },
        }),
  };
}
