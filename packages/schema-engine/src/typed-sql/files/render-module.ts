import path from 'node:path';
import type { QueryDescription } from '../describe-query.ts';
import type { ServerType } from '../server-types.ts';
import type { SqlFile } from './sql-file.ts';

/** What a type of PostgreSQL's is in TypeScript. */
interface TypeNames {
  readonly column: string;
  /** What a parameter may be, where that is more. */
  readonly parameter?: string;
}

/** What the modules of a package have in common. */
export interface ModuleStyle {
  /** Where `sql` and the types of columns come from: a package, or the absolute path of a module. */
  readonly home: string;
  /** By `pg_type.typname`. Whatever is not here has no type. */
  readonly types: Readonly<Record<string, TypeNames>>;
  /** The command that writes the modules. */
  readonly command: string;
}

/**
 * The module that stands beside a `.sql` file: its statements, and the types of their parameters and rows.
 * @param descriptions of each statement
 * @throws Error for what has no type here, for a comment that says what the server knows otherwise, and for statements that
 *   differ in their columns, or in the type of a parameter
 */
export function renderModule(
  file: SqlFile,
  descriptions: readonly QueryDescription[],
  style: ModuleStyle,
): string {
  const title = file.name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  const parameters = parametersOf(file, descriptions, style);
  const columns = columnsOf(file, descriptions, style);
  const home = path.isAbsolute(style.home) ? relative(file.path, style.home) : style.home;
  const isJson = columns.some(({ value }) => value.startsWith('JsonText'));
  const single = file.statements.length === 1;
  const statements = file.statements.map(({ text, parameters: names }, index) => {
    const literal = text.replaceAll(/[`\\]|\$\{/g, String.raw`\$&`);
    return `sql<${title}Parameters, ${title}Row>({
  name: '${file.name}${single ? '' : `-${index + 1}`}',
  parameters: [${names.map((name) => `'${name}'`).join(', ')}],
  text: \`${literal}\`,
})`;
  });
  return `// Made from ${file.name}.sql by \`${style.command}\`.
import { ${isJson ? 'type JsonText, ' : ''}sql } from '${home}';

export interface ${title}Parameters {
${parameters.map(({ name, value }) => `  readonly ${name}: ${value};`).join('\n')}
}

export interface ${title}Row {
${columns.map(({ name, value }) => `  readonly ${name}: ${value};`).join('\n')}
}

export const ${title.charAt(0).toLowerCase()}${title.slice(1)}Sql = ${single ? statements[0] : `[${statements.join(', ')}] as const`};
`;
}

interface Member {
  readonly name: string;
  readonly value: string;
}

/** Of all statements together: which of them takes what stands with each. */
function parametersOf(
  file: SqlFile,
  descriptions: readonly QueryDescription[],
  style: ModuleStyle,
): readonly Member[] {
  const members = new Map<string, string>();
  for (const [index, { parameters }] of file.statements.entries()) {
    for (const [position, name] of parameters.entries()) {
      const type = descriptions[index]?.parameters[position];
      const value = `${parameterType(file, style, name, type)}${file.nullable.includes(name) ? ' | null' : ''}`;
      const known = members.get(name);
      if (known !== undefined && known !== value)
        throw new Error(`${file.path}: :${name} is ${known} in one statement, and ${value} in another.`);
      members.set(name, value);
    }
  }
  return [...members].map(([name, value]) => ({ name, value }));
}

/** Of all statements, which answer the same ones: one may be null where it may be in any. */
function columnsOf(
  file: SqlFile,
  descriptions: readonly QueryDescription[],
  style: ModuleStyle,
): readonly Member[] {
  const known = descriptions.map(({ columns }) =>
    columns.map(({ name, type }) => ({ name, value: columnType(file, style, name, type) })),
  );
  const first = known[0] ?? [];
  for (const other of known) {
    if (JSON.stringify(other) !== JSON.stringify(first))
      throw new Error(`${file.path}: its statements answer different columns.`);
  }
  for (const name of file.neverNull) {
    if (!first.some((column) => column.name === name))
      throw new Error(`${file.path}: there is no column ${name} that is never null.`);
  }
  return first.map(({ name, value }, index) => {
    const nullable = descriptions.some(({ columns }) => columns[index]?.nullable === true);
    const neverNull = file.neverNull.includes(name);
    if (neverNull && !nullable) throw new Error(`${file.path}: the server knows that ${name} is never null.`);
    return { name, value: nullable && !neverNull ? `${value} | null` : value };
  });
}

function parameterType(
  file: SqlFile,
  { types }: ModuleStyle,
  name: string,
  type: ServerType | undefined,
): string {
  if (type === undefined) throw new Error(`${file.path}: the server knows no type of :${name}.`);
  const known = types[type.base];
  const single = unionOf(type) ?? known?.parameter ?? known?.column;
  if (single === undefined) throw new Error(`${file.path}: no type for :${name}, a ${type.name}.`);
  const holdsNulls = file.holdsNulls.includes(name);
  if (holdsNulls && !type.array) throw new Error(`${file.path}: :${name} is no list, and holds no nulls.`);
  return type.array ? `readonly (${single}${holdsNulls ? ' | null' : ''})[]` : single;
}

function columnType(file: SqlFile, { types }: ModuleStyle, name: string, type: ServerType): string {
  if (!/^[a-z]\w*$/.test(name))
    throw new Error(`${file.path}: write expression AS "name" instead of ${name}.`);
  const known = unionOf(type) ?? types[type.base]?.column;
  if (known === undefined || type.array) {
    throw new Error(`${file.path}: no type for the column ${name}, a ${type.name}: cast it, or answer JSON.`);
  }
  return known;
}

/** An enum's values. */
function unionOf({ labels }: ServerType): string | undefined {
  return labels?.map((label) => `'${label}'`).join(' | ');
}

function relative(from: string, to: string): string {
  const way = path.relative(path.dirname(from), to).replaceAll(path.sep, '/');
  return way.startsWith('.') ? way : `./${way}`;
}
