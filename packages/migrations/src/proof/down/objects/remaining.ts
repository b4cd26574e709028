import { asText, type Difference } from '@agora/catalog';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import { parentName, qualifiedName } from './drop-statement.ts';

const STORAGE: Readonly<Record<string, string>> = { p: 'PLAIN', e: 'EXTERNAL', x: 'EXTENDED', m: 'MAIN' };
const FIRES: Readonly<Record<string, string>> = {
  O: 'ENABLE',
  D: 'DISABLE',
  R: 'ENABLE REPLICA',
  A: 'ENABLE ALWAYS',
};

/** Statements for the small differences that the planner does not see: storage, statistics, who fires, comments. */
export function mendResidue(differences: readonly Difference[]): string[] {
  return differences.flatMap((difference) => {
    const statement = mend(difference);
    return statement === undefined ? [] : [statement];
  });
}

function mend({ kind, object, attribute, expected }: Difference): string | undefined {
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
    case 'table/unlogged':
      return `ALTER TABLE ${qualifiedName(object.schema, object.name)} SET ${value === 'true' ? 'UNLOGGED' : 'LOGGED'}`;
    default:
      return attribute === 'comment' ? comment({ kind, object, line: '' }, value) : undefined;
  }
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
