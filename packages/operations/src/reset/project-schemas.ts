import type { MigrationsFolder } from '@agora/migrations';
import { statementTokens } from '@agora/postgres';

/**
 * The schemas that a project fills: that of its history, and those that its migrations create. Others may lie in the
 * same database, and are not the project's to drop.
 * @param historySchema of `_prisma_migrations`, by the URL
 */
export function projectSchemas(historySchema: string, folder: MigrationsFolder): readonly string[] {
  const created = folder.migrations.flatMap(({ up }) => up.statements.flatMap(({ text }) => createdBy(text)));
  return [...new Set([historySchema, ...created])];
}

/** CREATE SCHEMA [IF NOT EXISTS] name; CREATE SCHEMA AUTHORIZATION role makes one that is called as the role. */
function createdBy(statement: string): string[] {
  const [create, schema, ...rest] = statementTokens(statement);
  if (create !== 'create' || schema !== 'schema') return [];
  const [name, role] = rest[0] === 'if' ? rest.slice(3) : rest;
  const found = name === 'authorization' ? role : name;
  return found === undefined ? [] : [unquoted(found)];
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
