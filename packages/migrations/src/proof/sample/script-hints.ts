import type { FillableTable } from '@agora/catalog';
import { statementTokens } from '@agora/postgres';
import { parseStatements } from '@agora/postgres/parser';
import { type Hints, hintsIn } from '@agora/seeding/fill';

import type { Script } from '../../project/folder.ts';
import { caseBranches } from './case-branches.ts';
import { type DataChange, dataChangeOf, withBareColumns } from './data-change.ts';
import { filteredCopies } from './filtered-copies.ts';

/** Literals of one statement, or conditions, of which a table gets rows. */
const MOST_LITERALS = 12;
const MOST_NUMBERS = 4;

/** What a script looks for in the rows of one table. */
export interface ScriptHints {
  readonly table: FillableTable;
  readonly literals: Hints;
  /** Conditions of its UPDATEs and DELETEs, and the contrary of what its copies ask for. */
  readonly conditions: readonly string[];
  /** Statements look at its rows, and may compare columns with each other. */
  readonly isRead: boolean;
  /** One more row must be there that no other points at: it is dropped, or its values may go to what points at it. */
  readonly needsSpare: boolean;
}

/**
 * The tables that scripts may change, and what they look for in them: those that they name (or of whose
 * types they name one), those that these must point at one by one, and all when they hold code that could
 * reach any. The parser must be loaded.
 */
export function hintsOf(
  scripts: readonly Script[],
  tables: readonly FillableTable[],
): readonly ScriptHints[] {
  const sql = scripts.map((script) => script.sql).join('\n');
  const statements = scripts
    .flatMap((script) => script.statements)
    .map(({ text }) => ({
      text,
      words: wordsOf(text),
      change: dataChangeOf(text),
    }));
  const copies = scripts.flatMap((script) =>
    parseStatements(script.statements).statements.flatMap((one) => filteredCopies(one)),
  );
  const everywhere = statements.some(({ text }) => reachesAny(text));
  const words = wordsOf(sql);
  const named = tables.filter(
    (table) =>
      everywhere ||
      isNamed(words, sql, table.bareName) ||
      table.columns.some(({ type }) => ['e', 'd', 'c'].includes(type.kind) && words.has(type.name)),
  );
  const chosen = withTargets(named, tables);
  return chosen.map((table): ScriptHints => {
    const about = statements.filter(
      ({ text, words: own }) => isData(text) && (reachesAny(text) || isNamed(own, text, table.bareName)),
    );
    const literals = hintsIn(about.map(({ text }) => withoutComments(text)));
    const conditions = about.flatMap(({ change }) => (isOf(change, table) ? [change.where] : []));
    // A copy that leaves rows out is shown by one that it leaves out.
    conditions.push(
      ...copies.flatMap(({ from, where }) =>
        from.name === table.bareName && where !== undefined ? [`(${where}) IS NOT TRUE`] : [],
      ),
    );
    // So is a branch by a row that takes it.
    const branches = about.flatMap(({ text, change }) =>
      change === undefined || isOf(change, table) ? caseBranches(text) : [],
    );
    const known = new Set([table.bareName]);
    for (const { condition } of branches.slice(0, MOST_LITERALS))
      conditions.push(withBareColumns(`(${condition}) IS TRUE`, known));
    const isDropped = statements.some(
      ({ text, words: own }) => /^drop\s+table\b/i.test(text) && isNamed(own, text, table.bareName),
    );
    return {
      table,
      needsSpare: isDropped || chosen.some((one) => targetsOf(one).has(table.oid)),
      isRead: about.length > 0,
      literals: {
        strings: literals.strings.filter((one) => one.length <= 200).slice(0, MOST_LITERALS),
        numbers: literals.numbers.slice(0, MOST_NUMBERS),
      },
      conditions: [...new Set(conditions.filter((one) => one !== undefined))],
    };
  });
}

const isOf = (change: DataChange | undefined, table: FillableTable): change is DataChange =>
  change !== undefined && change.table.name === table.bareName;

const withoutComments = (text: string): string => statementTokens(text).join(' ');

/** Code of which nobody can tell by reading which tables it changes. */
const reachesAny = (text: string): boolean =>
  /^(?:do|call|execute)\b/i.test(text) ||
  // What a migration selects alone is a function that does something; PostgreSQL's own reach no rows.
  /^select\s+(?!(?:pg_catalog\.)?(?:pg_|set_config|setval|nextval|lo_|now\b|count\b))(?:"?\w+"?\.)?"?\w+"?\s*\((?:(?!\bfrom\b).)*$/is.test(
    text,
  );

/** Statements that look at rows, or convert them. */
const isData = (text: string): boolean =>
  /^(?:update|delete|merge|with|do|call|select|execute)\b/i.test(text) ||
  /^alter\s+table\b.*\b(?:using|check)\b/is.test(text) ||
  /^(?:insert|create(?:\s+\w+){0,2}\s+(?:table|view))\b.*\b(?:select|table|conflict)\b/is.test(text);

/** The words of a text, of quoted and dollar-quoted parts too, in lower case. */
const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []);

function isNamed(words: ReadonlySet<string>, text: string, name: string): boolean {
  const lower = name.toLowerCase();
  return (
    words.has(lower) || (!/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(lower) && text.toLowerCase().includes(lower))
  );
}

/** With the tables of which each row needs one of its own to point at: without more of these, no more rows. */
function withTargets(named: readonly FillableTable[], tables: readonly FillableTable[]): FillableTable[] {
  const chosen = new Set(named);
  for (const table of chosen) {
    const targets = targetsOf(table);
    for (const one of tables) if (targets.has(one.oid)) chosen.add(one);
  }
  return tables.filter((table) => chosen.has(table));
}

/** OIDs of the tables that each row of a table points at alone. */
function targetsOf({ foreignKeys, uniques }: FillableTable): ReadonlySet<number> {
  const single = foreignKeys.filter((key) =>
    uniques.some((set) => set.every((column) => key.columns.includes(column))),
  );
  return new Set(single.map(({ target }) => target));
}
