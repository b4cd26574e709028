import { ownWords } from '@agora/postgres';
import { as, droppedNames, nameOf, type ParsedStatement, plain, quoted } from '@agora/postgres/parser';
import type { RangeVar } from 'libpg-query';

/** A text that takes the place of another. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Temporary tables of a script as ordinary ones, dropped at its end unless it drops them: each part has a session of its
 * own, which does not see those of another.
 */
export function ordinaryTables(statements: readonly ParsedStatement[], end: number): readonly Piece[] {
  const made = statements.flatMap((statement) => {
    const table = temporaryIn(statement);
    return table === undefined || statement.nested ? [] : [{ statement, table }];
  });
  const drops = made
    .filter(({ table }) => !statements.some((one) => dropsTable(one, table.relname ?? '')))
    .map(({ table }) => `DROP TABLE ${quoted(nameOf(table))};`);
  return [
    ...made.flatMap(({ statement }) => withoutWords(statement)),
    ...(drops.length === 0 ? [] : [{ start: end, end, text: `\n\n${drops.join('\n')}\n` }]),
  ];
}

/** The temporary table that a statement makes, where its rows outlive a transaction. */
function temporaryIn({ node }: ParsedStatement): RangeVar | undefined {
  const create = as(node, 'CreateStmt');
  const into = as(node, 'CreateTableAsStmt')?.into ?? as(node, 'SelectStmt')?.intoClause;
  const table = create?.relation ?? into?.rel;
  if (table?.relpersistence !== 't' || table.schemaname !== undefined) return undefined;
  return (create?.oncommit ?? into?.onCommit) === 'ONCOMMIT_DELETE_ROWS' ? undefined : table;
}

function dropsTable({ node }: ParsedStatement, name: string): boolean {
  const drop = as(node, 'DropStmt');
  return drop?.removeType === 'OBJECT_TABLE' && droppedNames(drop.objects).some((one) => plain(one) === name);
}

/** Elsewhere the word is the name of a column. */
const BEFORE_TEMPORARY: ReadonlySet<string> = new Set(['create', 'into', 'local', 'global']);

/** TEMP, with LOCAL or GLOBAL before it, and ON COMMIT. */
function withoutWords({ text, start }: ParsedStatement): readonly Piece[] {
  const words = ownWords(text);
  const at = words.findIndex(
    ({ word }, place) =>
      (word === 'temp' || word === 'temporary') && BEFORE_TEMPORARY.has(words[place - 1]?.word ?? ''),
  );
  const before = words[at - 1];
  const first = before?.word === 'local' || before?.word === 'global' ? before : words[at];
  const next = words[at + 1];
  if (first === undefined || next === undefined) return [];
  const commit = words.findIndex(({ word }, place) => word === 'on' && words[place + 1]?.word === 'commit');
  const last = words[commit + 2]?.word === 'preserve' ? words[commit + 3] : words[commit + 2];
  return [
    { start: start + first.start, end: start + next.start, text: '' },
    ...(commit === -1 || last === undefined
      ? []
      : [{ start: start + (words[commit]?.start ?? 0), end: start + last.end, text: '' }]),
  ];
}
