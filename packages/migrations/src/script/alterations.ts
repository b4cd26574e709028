import { scan } from '@agora/postgres';
import { as, type Name, nameOf, type ParsedStatement, type Span } from '@agora/postgres/parser';
import type { AlterTableCmd } from 'libpg-query';

/** One subcommand of an ALTER TABLE. */
export interface Alteration extends Span {
  readonly table: Name;
  readonly command: AlterTableCmd;
  /** The subcommand as written: `ADD COLUMN "a" text`. */
  readonly text: string;
}

/** The subcommands of an ALTER TABLE, each with its place; none for any other statement. */
export function alterationsOf(statement: ParsedStatement): readonly Alteration[] {
  const alter = as(statement.node, 'AlterTableStmt');
  if (alter?.objtype !== 'OBJECT_TABLE') return [];
  const table = nameOf(alter.relation);
  const spans = segments(statement.text, statement.at(alter.relation?.location) - statement.start);
  return (alter.cmds ?? []).flatMap((node, index) => {
    const command = as(node, 'AlterTableCmd');
    // A partition command has no comma, so that the last segment is the right one whenever they differ.
    const span = spans[index] ?? spans.at(-1);
    if (!command || !span) return [];
    const { start, end } = span;
    return {
      table,
      command,
      text: statement.text.slice(start, end),
      start: statement.start + start,
      end: statement.start + end,
    };
  });
}

/** Whether a subcommand takes a default away: DROP DEFAULT, or SET DEFAULT NULL. */
export function isNoDefault({ subtype, def }: AlterTableCmd): boolean {
  return subtype === 'AT_ColumnDefault' && (def === undefined || as(def, 'A_Const')?.isnull === true);
}

/** What stands before the first of its subcommands: `ALTER TABLE ONLY "a" `, with the end of a comment that is there. */
export function headOf(statement: ParsedStatement, [first]: readonly Alteration[]): string {
  return statement.text.slice(0, (first?.start ?? statement.start) - statement.start);
}

/** The parts between the commas of the top level, after the name of the table that begins at `from`. */
function segments(text: string, from: number): readonly Span[] {
  const spans: Span[] = [];
  let start: number | undefined;
  let end = from;
  let depth = 0;
  let inName = true;
  let wantsName = true;
  for (const token of scan(text)) {
    if (token.kind === 'gap' || token.start < from) continue;
    const symbol = token.kind === 'symbol' ? text[token.start] : undefined;
    if (inName) {
      if (symbol === '.' || symbol === '*') {
        wantsName = symbol === '.';
        continue;
      }
      if (wantsName) {
        wantsName = false;
        continue;
      }
      inName = false;
    }
    if (symbol === '(' || symbol === '[') depth += 1;
    if (symbol === ')' || symbol === ']') depth -= 1;
    if (symbol === ',' && depth === 0) {
      if (start !== undefined) spans.push({ start, end });
      start = undefined;
      continue;
    }
    start ??= token.start;
    end = token.end;
  }
  if (start !== undefined) spans.push({ start, end });
  return spans;
}
