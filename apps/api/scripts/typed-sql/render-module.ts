import path from 'node:path';
import type { QueryDescription, ServerType } from '@agora/schema-engine';
import { type ColumnType, columnTypeOf } from '../../src/database/column-types.ts';
import type { SqlFile } from './sql-file.ts';

const inTypeScript: Readonly<Record<ColumnType, string>> = {
  string: 'string',
  number: 'number',
  bigint: 'bigint',
  boolean: 'boolean',
  time: 'Date',
  bytes: 'Buffer',
  json: 'JsonText',
};

/** Parameters take more than columns give. */
const ofParameters: Readonly<Partial<Record<ColumnType, string>>> = {
  bigint: 'bigint | number',
  time: 'Date | string',
  bytes: 'Uint8Array',
  json: 'string',
};

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
    const columnType = typeOfColumn(file, name, type);
    const value = type.labels?.map((label) => `'${label}'`).join(' | ') ?? inTypeScript[columnType];
    return { name, columnType, value: nullable && !never ? `${value} | null` : value };
  });
  for (const name of file.never) {
    if (!columns.some((column) => column.name === name)) {
      throw new Error(`${file.path}: there is no column ${name} that is never null.`);
    }
  }
  const home = path.relative(path.dirname(file.path), database).replaceAll(path.sep, '/') || '.';
  const usesJson = columns.some(({ columnType }) => columnType === 'json');
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
  columns: { ${columns.map(({ name, columnType }) => `${name}: '${columnType}'`).join(', ')} },
  text: \`${literal}\`,
});
`;
}

function parameterType(file: SqlFile, name: string, type: ServerType | undefined): string {
  if (type === undefined) throw new Error(`${file.path}: the server knows no type of :${name}.`);
  const columnType = type.labels === undefined ? columnTypeOf[type.base] : 'string';
  if (columnType === undefined) throw new Error(`${file.path}: no type for :${name}, a ${type.name}.`);
  const single =
    type.labels?.map((label) => `'${label}'`).join(' | ') ??
    ofParameters[columnType] ??
    inTypeScript[columnType];
  return type.array ? `readonly (${single})[]` : single;
}

function typeOfColumn(file: SqlFile, name: string, type: ServerType): ColumnType {
  if (!/^[a-z]\w*$/.test(name))
    throw new Error(`${file.path}: write expression AS "name" instead of ${name}.`);
  const columnType = type.labels === undefined ? columnTypeOf[type.base] : 'string';
  if (columnType === undefined || type.array) {
    throw new Error(`${file.path}: no type for the column ${name}, a ${type.name}: cast it, or answer JSON.`);
  }
  return columnType;
}
