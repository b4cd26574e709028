import { type Client, splitStatements } from '@agora/postgres';
import { as, loadParser, type ParsedStatement, parseStatements } from '@agora/postgres/parser';

import type { Migration } from '../project/folder.ts';
import { alterationsOf } from '../script/alterations.ts';
import type { Expansion } from './expand/expansion.ts';
import { expandStatement } from './expand/expand-statement.ts';
import type { PreparedExpansion } from './rewrite/facts.ts';
import { withoutFrame } from './rewrite/frame.ts';

/**
 * What the renames and changes of type of a migration become by expansion, by the text of each.
 * @param client a database that stands before the migration; nothing in it is changed
 */
export async function readExpansions(
  client: Client,
  migration: Migration,
  schema: string,
): Promise<ReadonlyMap<string, PreparedExpansion>> {
  await loadParser();
  const found = new Map<string, PreparedExpansion>();
  for (const statement of candidates(withoutFrame(migration.up))) {
    const placeholder = `agora_expansion_${found.size + 1}_`;
    const place = { migration: { name: placeholder, up: migration.up }, schema };
    const expansion = await expandStatement(client, statement, place);
    if (expansion !== undefined) found.set(statement.text, { expansion: inWords(expansion), placeholder });
  }
  return found;
}

/** What the same migration makes before the statement is not there yet. */
function inWords(expansion: Expansion): Expansion {
  if (!('reason' in expansion) || !expansion.reason.endsWith('does not exist')) return expansion;
  return {
    reason: `${expansion.reason} before this migration: make it in one of its own, and change the column in the next`,
  };
}

/** Statements that rename or change a type, each subcommand of an ALTER TABLE by itself. */
function candidates(sql: string): readonly ParsedStatement[] {
  const { statements } = parseStatements(splitStatements(sql));
  return statements.flatMap((statement) => {
    if (statement.nested) return [];
    if (as(statement.node, 'RenameStmt')) return [statement];
    const alterations = alterationsOf(statement);
    const head = statement.text.slice(0, (alterations[0]?.start ?? statement.start) - statement.start).trim();
    return alterations
      .filter(({ command }) => command.subtype === 'AT_AlterColumnType')
      .flatMap(({ text }) => parseStatements(splitStatements(`${head} ${text}`)).statements);
  });
}
