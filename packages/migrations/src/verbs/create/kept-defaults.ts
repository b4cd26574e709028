import { asText, type Catalog, objectKey } from '@agora/catalog';
import { splitStatements } from '@agora/postgres';
import { as, loadParser, nameOf, parseStatements } from '@agora/postgres/parser';

/**
 * Of SQL that changed nothing: each default that it sets, as PostgreSQL keeps it. Prisma compares the text in the
 * schema with that, and so would set it for ever.
 */
export async function keptDefaults(
  sql: string,
  catalog: Catalog,
  defaultSchema: string,
): Promise<readonly string[]> {
  await loadParser();
  return parseStatements(splitStatements(sql)).statements.flatMap(({ node }) => {
    const alter = as(node, 'AlterTableStmt');
    const table = nameOf(alter?.relation);
    return (alter?.cmds ?? []).flatMap((item) => {
      const command = as(item, 'AlterTableCmd');
      if (command?.subtype !== 'AT_ColumnDefault' || command.name === undefined) return [];
      const { schema = defaultSchema } = table;
      const key = objectKey({ kind: 'column', schema, parent: table.name, name: command.name });
      const kept = asText(catalog.objects.get(key)?.definition['default']);
      return kept === '' ? [] : [`${table.name}.${command.name}: PostgreSQL keeps the default as ${kept}`];
    });
  });
}
