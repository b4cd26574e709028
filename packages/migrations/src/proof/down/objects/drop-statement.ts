import { asText, type CatalogObject } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

/** `"schema"."name"`, or the bare name of what is in no schema. */
export function qualifiedName(schema: string | undefined, name: string): string {
  return schema === undefined ? quoteIdentifier(name) : `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

/** The table, type or publication that the object belongs to, as SQL. */
export function parentName(object: CatalogObject): string {
  return qualifiedName(object.schema, object.parent ?? '');
}

/** The statement that drops an object and nothing else; undefined for kinds that only leave with their owner. */
export function dropStatement(object: CatalogObject): string | undefined {
  const name = qualifiedName(object.schema, object.name);
  const part = quoteIdentifier(object.name);
  switch (object.kind) {
    case 'column':
      return object.hidden['relation kind'] === 'r' || object.hidden['relation kind'] === 'p'
        ? `ALTER TABLE ${parentName(object)} DROP COLUMN ${part}`
        : undefined;
    case 'constraint':
      return `ALTER TABLE ${parentName(object)} DROP CONSTRAINT ${part}`;
    case 'domain constraint':
      return `ALTER DOMAIN ${parentName(object)} DROP CONSTRAINT ${part}`;
    case 'trigger':
    case 'policy':
    case 'rule':
      return `DROP ${object.kind.toUpperCase()} ${part} ON ${parentName(object)}`;
    case 'index':
      return `DROP INDEX ${name}`;
    case 'function':
    case 'procedure':
    case 'aggregate':
    case 'operator':
      return object.kind === 'operator'
        ? `DROP OPERATOR ${quoteIdentifier(object.schema ?? '')}.${object.name} (${object.signature ?? ''})`
        : `DROP ${object.kind.toUpperCase()} ${name}(${object.signature ?? ''})`;
    case 'operator class':
    case 'operator family':
      return `DROP ${object.kind.toUpperCase()} ${name} USING ${quoteIdentifier(object.signature ?? '')}`;
    case 'cast':
      return `DROP CAST (${asText(object.hidden['source'])} AS ${asText(object.hidden['target'])})`;
    case 'enum':
    case 'composite type':
    case 'range type':
    case 'base type':
      return `DROP TYPE ${name}`;
    case 'transform':
      return `DROP TRANSFORM ${object.name}`;
    case 'not null':
    case 'composite attribute':
    case 'default privileges':
    case 'publication table':
    case 'publication schema':
    case 'user mapping':
      return undefined;
    default:
      return `DROP ${object.kind.toUpperCase()} ${name}`;
  }
}
