import { asText, type Catalog, objectKey } from '@agora/catalog';
import { splitStatements } from '@agora/postgres';
import { as, loadParser, nameOf, parseStatements } from '@agora/postgres/parser';

/**
 * Of SQL that changed nothing: each default and type that it sets, as PostgreSQL keeps it. Prisma compares the text in
 * the schema with that, and so would set it for ever.
 * @returns a line for each
 */
export async function keptSpellings(
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
      const name = command?.name ?? as(command?.def, 'ColumnDef')?.colname;
      const what = command?.subtype === 'AT_ColumnDefault' ? 'default' : 'type';
      if (name === undefined || command?.subtype === undefined || !SETS.has(command.subtype)) return [];
      const { schema = defaultSchema } = table;
      const key = objectKey({ kind: 'column', schema, parent: table.name, name });
      const kept = asText(catalog.objects.get(key)?.definition[what])
        .trim()
        .replaceAll(/\s*\n\s*/g, ' ');
      if (kept === '' && what === 'type') return [];
      const keeps = kept === '' ? 'no default' : `the ${what} as ${kept}`;
      return [`${table.name}.${name}: PostgreSQL keeps ${keeps}`];
    });
  });
}

const SETS = new Set(['AT_ColumnDefault', 'AT_AlterColumnType', 'AT_AddColumn']);
