import { type Client, quoteIdentifier, serverError, splitStatements } from '@agora/postgres';
import type { AlterTableCmd } from 'libpg-query';
import {
  as,
  droppedNames,
  each,
  LineIndex,
  loadParser,
  type ParsedStatement,
  parseStatements,
  quoted,
  type Span,
} from '@agora/postgres/parser';

import type { SeverityOverrides } from '../lint/finding.ts';
import type { Migration } from '../project/folder.ts';
import { alterationsOf } from '../script/alterations.ts';
import type { SchemaModel } from '../script/model/schema-model.ts';
import type { Expansion } from './expand/expansion.ts';
import { type DroppedType, expandStatement } from './expand/expand-statement.ts';
import { withRollback } from './expand/ground/with-rollback.ts';
import { enumRebuilds } from './enum-rebuild.ts';
import type { PreparedExpansion, PreparedRebuild } from './rewrite/facts.ts';
import { directiveLines, withoutFrame } from './rewrite/files/frame.ts';
import { lintText } from './rewrite/lint-text.ts';
import { headOf } from './rewrite/rewrite-script.ts';
import { expand } from './rewrite/rows/expand.ts';

/** What is rewritten, and where. */
interface ExpansionsToRead {
  readonly migration: Migration;
  /** The schema before it. */
  readonly model: SchemaModel;
  readonly severities: SeverityOverrides;
  /** What the enums that it makes anew become. */
  readonly prepared: ReadonlyMap<string, PreparedRebuild>;
}

/**
 * What the renames and changes of type of a migration that the linter finds become by expansion, by the text of each.
 * @param client a database that stands before the migration; nothing in it is changed
 */
export async function readExpansions(
  client: Client,
  { migration, model, severities, prepared }: ExpansionsToRead,
): Promise<ReadonlyMap<string, PreparedExpansion>> {
  await loadParser();
  const { body: text } = withoutFrame(migration.up);
  const directives = directiveLines(migration.up);
  const { findings } = lintText({ migration, text, directives, model: model.fork(), severities });
  const lines = new LineIndex(text);
  const places = findings
    .filter(({ rule }) => expand.rules.includes(rule))
    .map(({ line, column }) => lines.startOf(line) + column - 1);
  const found = new Map<string, PreparedExpansion>();
  if (places.length === 0) return found;
  const all = piecesOf(text);
  const whole = parseStatements(splitStatements(text)).statements.filter(({ nested }) => !nested);
  const rebuilds = enumRebuilds(whole, (name) => model.key(name));
  for (const [index, { statement, span, mayExpand }] of all.entries()) {
    if (!mayExpand || !places.some((place) => place >= span.start && place < span.end)) continue;
    const placeholder = `agora_expansion_${found.size + 1}_`;
    const rebuild = rebuilds.find(({ statements }) => isWithin(span, statements));
    if (rebuild !== undefined) {
      const becomes = prepared.get(rebuild.statements[0]?.text ?? '')?.becomes;
      const reason = becomes !== undefined && 'reason' in becomes ? becomes.reason : 'its enum is made anew';
      found.set(statement.text, { expansion: { reason }, placeholder });
      continue;
    }
    const drops = all.slice(index).flatMap((one) => droppedType(one.statement) ?? []);
    const defaults = defaultsAround(all, index, model);
    const absorbs = defaults === undefined ? [] : [...defaults.before, ...defaults.after];
    const place = {
      migration: { name: placeholder, up: migration.up },
      schema: model.defaultSchema,
      drops,
      ...(defaults && { defaults }),
    };
    const prepare = (expansion: Expansion): PreparedExpansion => {
      const type = 'reason' in expansion ? undefined : expansion.drops;
      const instead = all.find((one) => type !== undefined && droppedType(one.statement)?.type === type);
      return {
        expansion,
        placeholder,
        ...(instead && { instead: instead.statement.text }),
        ...(defaults && { absorbs }),
      };
    };
    const alone = await expandStatement(client, statement, place).catch(refused);
    const inPlace = await withRollback(client, async () => {
      await client.query(`SET LOCAL search_path TO ${quoteIdentifier(model.defaultSchema)}`);
      for (const { statement: before } of all.slice(0, index))
        if (!absorbs.includes(before.text)) await client.query(before.text);
      return expandStatement(client, statement, place);
    }).catch(refused);
    const [first, second] = [inPlace, alone].filter((one) => one !== undefined && !('reason' in one));
    const left = inPlace ?? alone;
    if (first === undefined) {
      if (left !== undefined) found.set(statement.text, prepare(inWords(left)));
      continue;
    }
    found.set(statement.text, {
      ...prepare(first),
      ...(second !== undefined &&
        JSON.stringify(second) !== JSON.stringify(first) && { alone: prepare(second) }),
    });
  }
  return found;
}

/** A statement may be about what one before it in the same migration has changed. */
function refused(error: unknown): Expansion {
  const known = serverError(error);
  if (known === undefined) throw error;
  return { reason: `${known.message}: if the same migration makes it so, put that into one of its own` };
}

/** What the same migration makes before the statement is not there yet. */
function inWords(expansion: Expansion): Expansion {
  if (!('reason' in expansion) || !expansion.reason.endsWith('does not exist')) return expansion;
  return {
    reason: `${expansion.reason} before this migration: make it in one of its own, and change the column in the next`,
  };
}

/** Whether it adds a column that is computed of others. */
function isGenerated({ subtype, def }: AlterTableCmd): boolean {
  if (subtype !== 'AT_AddColumn') return false;
  const constraints = [...each(as(def, 'ColumnDef')?.constraints, 'Constraint')];
  return constraints.some(({ contype }) => contype === 'CONSTR_GENERATED');
}

/** What the script says of the default of a column whose type it changes, if it takes it away and gives another. */
function defaultsAround(
  all: readonly Piece[],
  at: number,
  model: SchemaModel,
): { readonly before: readonly string[]; readonly after: readonly string[] } | undefined {
  const columnOf = ({ statement }: Piece): string | undefined => {
    const [alteration] = alterationsOf(statement);
    return alteration && `${model.key(alteration.table)} ${alteration.command.name ?? ''}`;
  };
  const own = all[at] && columnOf(all[at]);
  const about = (pieces: readonly Piece[]): readonly Piece[] =>
    pieces.filter(
      (one) =>
        alterationsOf(one.statement)[0]?.command.subtype === 'AT_ColumnDefault' && columnOf(one) === own,
    );
  const [before, after] = [about(all.slice(0, at)), about(all.slice(at + 1))];
  if (own === undefined || before.length === 0 || after.length === 0) return undefined;
  const texts = (pieces: readonly Piece[]): readonly string[] =>
    pieces.map(({ statement }) => statement.text);
  return { before: texts(before), after: texts(after) };
}

function isWithin({ start }: Span, statements: readonly ParsedStatement[]): boolean {
  return start >= (statements[0]?.start ?? Infinity) && start < (statements.at(-1)?.end ?? 0);
}

/** The type that a statement drops, and nothing else. */
function droppedType({ node, text }: ParsedStatement): DroppedType | undefined {
  const drop = as(node, 'DropStmt');
  const [name, ...others] = drop?.removeType === 'OBJECT_TYPE' ? droppedNames(drop.objects) : [];
  if (name === undefined || others.length > 0) return undefined;
  return { type: quoted(name), ...(drop?.behavior === 'DROP_CASCADE' ? { cascade: text } : {}) };
}

interface Piece {
  readonly statement: ParsedStatement;
  /** Its place in the script. */
  readonly span: Span;
  /** It renames or changes a type. */
  readonly mayExpand: boolean;
}

/** The statements of a script, each subcommand of an ALTER TABLE by itself. */
function piecesOf(sql: string): readonly Piece[] {
  const { statements } = parseStatements(splitStatements(sql));
  return statements.flatMap((statement): readonly Piece[] => {
    if (statement.nested) return [];
    const alterations = alterationsOf(statement);
    if (alterations.length === 0)
      return [{ statement, span: statement, mayExpand: as(statement.node, 'RenameStmt') !== undefined }];
    const head = headOf(statement, alterations);
    return alterations.flatMap((span) => {
      const mayExpand = span.command.subtype === 'AT_AlterColumnType' || isGenerated(span.command);
      return parseStatements(splitStatements(`${head} ${span.text}`)).statements.map((one) => ({
        statement: one,
        span,
        mayExpand,
      }));
    });
  });
}
