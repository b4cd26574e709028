import { asText, type CatalogObject, type Difference, type Json } from '@agora/catalog';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import { parentName, qualifiedName } from './drop-statement.ts';
import { unvalidatedNotNull, wholeNotNull } from './not-null.ts';

const STORAGE: Readonly<Record<string, string>> = { p: 'PLAIN', e: 'EXTERNAL', x: 'EXTENDED', m: 'MAIN' };
const FIRES: Readonly<Record<string, string>> = {
  O: 'ENABLE',
  D: 'DISABLE',
  R: 'ENABLE REPLICA',
  A: 'ENABLE ALWAYS',
};

/**
 * Statements for the small differences that the planner does not see: storage, statistics, options, defaults and grants
 * of columns of views and partitions, NOT NULL that is not valid, who fires, comments.
 */
export function mendRemaining(differences: readonly Difference[]): string[] {
  return differences.flatMap((difference) => {
    const statement = mend(difference);
    if (typeof statement !== 'string') return statement ?? [];
    return [statement];
  });
}

function mend(difference: Difference): string | readonly string[] | undefined {
  const { kind, object, attribute, expected, actual } = difference;
  if (kind === 'missing' && object.kind === 'not null') return unvalidatedNotNull(object);
  if (kind === 'unexpected' && object.kind === 'not null') return wholeNotNull(object);
  if (kind !== 'changed') return undefined;
  const value = expected === undefined ? undefined : asText(expected);
  const part = quoteIdentifier(object.name);
  const table = object.parent === undefined ? '' : `ALTER TABLE ${parentName(object)}`;
  switch (`${object.kind}/${attribute ?? ''}`) {
    case 'column/storage':
      return `${table} ALTER COLUMN ${part} SET STORAGE ${STORAGE[value ?? asText(object.hidden['type storage'])] ?? 'PLAIN'}`;
    case 'column/compression':
      return `${table} ALTER COLUMN ${part} SET COMPRESSION ${value === 'l' ? 'lz4' : value === 'p' ? 'pglz' : 'DEFAULT'}`;
    case 'column/statistics target':
      return `${table} ALTER COLUMN ${part} SET STATISTICS ${value ?? '-1'}`;
    case 'column/options':
      return setOptions(`${table} ALTER COLUMN ${part}`, textsOf(expected), textsOf(actual));
    case 'column/default':
      return `ALTER ${relationWord(object)} ${parentName(object)} ALTER COLUMN ${part} ${value === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${value}`}`;
    case 'column/not null':
      return `${table} ALTER COLUMN ${part} ${value === undefined ? 'DROP' : 'SET'} NOT NULL`;
    case 'column/privileges':
      return columnGrants(object, textsOf(expected), textsOf(actual));
    case 'column/foreign options':
      return `ALTER FOREIGN TABLE ${parentName(object)} ALTER COLUMN ${part} OPTIONS (${foreignOptions(textsOf(expected), textsOf(actual))})`;
    case 'foreign table/foreign options':
      return `ALTER FOREIGN TABLE ${qualifiedName(object.schema, object.name)} OPTIONS (${foreignOptions(textsOf(expected), textsOf(actual))})`;
    case 'trigger/enabled':
      return `${table} ${FIRES[value ?? 'O'] ?? 'ENABLE'} TRIGGER ${part}`;
    case 'rule/enabled':
      return `${table} ${FIRES[value ?? 'O'] ?? 'ENABLE'} RULE ${part}`;
    case 'index/clustered':
      return value === 'true' ? `${table} CLUSTER ON ${part}` : `${table} SET WITHOUT CLUSTER`;
    case 'materialized view/populated':
      return value === 'true'
        ? `REFRESH MATERIALIZED VIEW ${qualifiedName(object.schema, object.name)}`
        : `REFRESH MATERIALIZED VIEW ${qualifiedName(object.schema, object.name)} WITH NO DATA`;
    case 'table/toast options':
      return setOptions(
        `ALTER TABLE ${qualifiedName(object.schema, object.name)}`,
        toast(expected),
        toast(actual),
      );
    case 'table/access method':
      return value === undefined
        ? undefined
        : `ALTER TABLE ${qualifiedName(object.schema, object.name)} SET ACCESS METHOD ${quoteIdentifier(value)}`;
    case 'table/of type':
      return `ALTER TABLE ${qualifiedName(object.schema, object.name)} ${value === undefined ? 'NOT OF' : `OF ${value}`}`;
    case 'table/unlogged':
    case 'sequence/unlogged':
      return `ALTER ${object.kind.toUpperCase()} ${qualifiedName(object.schema, object.name)} SET ${value === 'true' ? 'UNLOGGED' : 'LOGGED'}`;
    default:
      return attribute === 'comment' ? comment({ kind, object, line: '' }, value) : undefined;
  }
}

const textsOf = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.map(asText) : [];

const nameOfOption = (option: string): string => option.slice(0, option.indexOf('='));

function relationWord({ hidden }: CatalogObject): string {
  const word: Readonly<Record<string, string>> = { v: 'VIEW', f: 'FOREIGN TABLE' };
  return word[asText(hidden['relation kind'])] ?? 'TABLE';
}

function setOptions(head: string, expected: readonly string[], actual: readonly string[]): readonly string[] {
  const wanted = new Set(expected.map(nameOfOption));
  const gone = actual.map(nameOfOption).filter((name) => !wanted.has(name));
  return [
    ...(gone.length > 0 ? [`${head} RESET (${gone.join(', ')})`] : []),
    ...(expected.length > 0 ? [`${head} SET (${expected.join(', ')})`] : []),
  ];
}

const toast = (options: Json | undefined): readonly string[] =>
  textsOf(options).map((option) => `toast.${option}`);

function foreignOptions(expected: readonly string[], actual: readonly string[]): string {
  const had = new Set(actual.map(nameOfOption));
  const wanted = new Set(expected.map(nameOfOption));
  return [
    ...expected
      .filter((option) => !actual.includes(option))
      .map((option) => {
        const name = nameOfOption(option);
        return `${had.has(name) ? 'SET' : 'ADD'} ${quoteIdentifier(name)} ${quoteLiteral(option.slice(name.length + 1))}`;
      }),
    ...[...had].filter((name) => !wanted.has(name)).map((name) => `DROP ${quoteIdentifier(name)}`),
  ].join(', ');
}

/** Lines are as the catalog has them: `role PRIVILEGE`, perhaps with ` with grant option`. */
function columnGrants(
  object: CatalogObject,
  expected: readonly string[],
  actual: readonly string[],
): readonly string[] {
  const statement = (line: string, verb: 'GRANT' | 'REVOKE'): string => {
    const [, role = '', privilege = '', option] = /^(.*) ([A-Z]+)( with grant option)?$/s.exec(line) ?? [];
    const grantee = role === 'PUBLIC' ? role : role === '(owner)' ? 'CURRENT_USER' : quoteIdentifier(role);
    const what = `${privilege} (${quoteIdentifier(object.name)}) ON ${parentName(object)}`;
    return verb === 'GRANT'
      ? `GRANT ${what} TO ${grantee}${option === undefined ? '' : ' WITH GRANT OPTION'}`
      : `REVOKE ${what} FROM ${grantee}`;
  };
  return [
    ...actual.filter((line) => !expected.includes(line)).map((line) => statement(line, 'REVOKE')),
    ...expected.filter((line) => !actual.includes(line)).map((line) => statement(line, 'GRANT')),
  ];
}

function comment({ object }: Difference, value: string | undefined): string | undefined {
  const text = value === undefined ? 'NULL' : quoteLiteral(value);
  const part = quoteIdentifier(object.name);
  const word = object.kind.toUpperCase();
  switch (object.kind) {
    case 'constraint':
    case 'trigger':
    case 'policy':
    case 'rule':
      return `COMMENT ON ${word} ${part} ON ${parentName(object)} IS ${text}`;
    case 'column':
      return `COMMENT ON COLUMN ${parentName(object)}.${part} IS ${text}`;
    case 'extension':
    case 'schema':
    case 'index':
    case 'table':
    case 'view':
    case 'sequence':
      return `COMMENT ON ${word} ${qualifiedName(object.schema, object.name)} IS ${text}`;
    default:
      return undefined;
  }
}
