import path from 'node:path';
import type { QueryDescription, ServerType } from '@agora/schema-engine';
import { columnTypes } from '../../src/database/column-types.ts';
import type { SqlFile } from './sql-file.ts';

/**
 * The module that stands beside a `.sql` file: its text, and the types of its parameters and rows.
 * @param database the folder of `sql.ts`
 * @throws Error for what has no type here, and for a comment that says what the server knows otherwise
 */
export function renderModule(file: SqlFile, description: QueryDescription, database: string): string {
  const title = file.name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const parameters = file.parameters.map((name, index) => {
    const type = description.parameters[index];
    const null_ = file.nullable.includes(name) ? ' | null' : '';
    return `  readonly ${name}: ${parameterType(file, name, type)}${null_};`;
  });
  const columns = description.columns.map(({ name, type, nullable }) => {
    const never = file.never.includes(name);
    if (never && !nullable) throw new Error(`${file.path}: the server knows that ${name} is never null.`);
    const value = columnType(file, name, type);
    return { name, value: nullable && !never ? `${value} | null` : value };
  });
  for (const name of file.never) {
    if (!columns.some((column) => column.name === name)) {
      throw new Error(`${file.path}: there is no column ${name} that is never null.`);
    }
  }
  const home = path.relative(path.dirname(file.path), database).replaceAll(path.sep, '/') || '.';
  const usesJson = columns.some(({ value }) => value.startsWith('JsonText'));
  const literal = file.text.replaceAll(/[`\\]|\$\{/g, String.raw`\$&`);
  return `// Made from ${file.name}.sql by \`pnpm --filter @agora/api run generate:sql\`.
${usesJson ? `import type { JsonText } from '${home}/column-types.ts';\n` : ''}import { sql } from '${home}/sql.ts';

export interface ${title}Parameters {
${parameters.join('\n')}
}

export interface ${title}Row {
${columns.map(({ name, value }) => `  readonly ${name}: ${value};`).join('\n')}
}

export const ${title.charAt(0).toLowerCase()}${title.slice(1)}Sql = sql<${title}Parameters, ${title}Row>({
  name: '${file.name}',
  parameters: [${file.parameters.map((name) => `'${name}'`).join(', ')}],
  text: \`${literal}\`,
});
`;
}

function parameterType(file: SqlFile, name: string, type: ServerType | undefined): string {
  if (type === undefined) throw new Error(`${file.path}: the server knows no type of :${name}.`);
  const known = columnTypes[type.base];
  const single = unionOf(type) ?? known?.parameter ?? known?.column;
  if (single === undefined) throw new Error(`${file.path}: no type for :${name}, a ${type.name}.`);
  return type.array ? `readonly (${single})[]` : single;
}

function columnType(file: SqlFile, name: string, type: ServerType): string {
  if (!/^[a-z]\w*$/.test(name))
    throw new Error(`${file.path}: write expression AS "name" instead of ${name}.`);
  const known = unionOf(type) ?? columnTypes[type.base]?.column;
  if (known === undefined || type.array) {
    throw new Error(`${file.path}: no type for the column ${name}, a ${type.name}: cast it, or answer JSON.`);
  }
  return known;
}

/** An enum's values. */
function unionOf({ labels }: ServerType): string | undefined {
  return labels?.map((label) => `'${label}'`).join(' | ');
}
