import { asText, type Catalog, type CatalogObject, enumLabels } from '@agora/catalog';
import { quoteIdentifier, quoteLiteral } from '@agora/postgres';

import { parentName, qualifiedName } from '../objects/drop-statement.ts';
import { bare, readForeignKey } from './foreign-key.ts';

/** How a column that is made again gets a value in rows that exist already. */
export interface Filler {
  /** Run before the column is added: a sequence for numbers that must differ, a function that finds a row. */
  readonly before: readonly string[];
  /** The expression of its passing DEFAULT. */
  readonly expression: string;
  readonly after: readonly string[];
  /** It looks at rows of another table, which must have their keys. */
  readonly refers: boolean;
  /** In words, for the comment above it. */
  readonly words: string;
}

const SEQUENCE = 'agora_filler';

/** Where made-up numbers begin: above those of rows in a proof, so that none passes for the one from before. */
export const FIRST = 1001;

/** A value of the type that any row may have, as SQL. */
export function constant(type: string): string {
  if (type.endsWith('[]')) return `'{}'::${type}`;
  if (/^(?:smallint|integer|bigint|real|double precision|money)$|^numeric/.test(type)) return `0::${type}`;
  if (/^(?:text|character varying|"?citext)/.test(type)) return `''::${type}`;
  if (/^(?:character|bit)\b/.test(type)) return type.startsWith('bit') ? `B'0'::${type}` : `''::${type}`;
  if (type === 'boolean') return 'false';
  if (type === 'uuid') return `'00000000-0000-0000-0000-000000000000'::uuid`;
  if (/^(?:timestamp|date)/.test(type)) return `'epoch'::${type}`;
  if (type.startsWith('time')) return `'00:00'::${type}`;
  if (type.startsWith('interval')) return `'0'::${type}`;
  if (/^jsonb?$/.test(type)) return `'{}'::${type}`;
  if (type === 'bytea' || type === 'tsvector') return `''::${type}`;
  if (/^(?:inet|cidr)$/.test(type)) return `'0.0.0.0'::${type}`;
  if (type.endsWith('range')) return `'empty'::${type}`;
  if (type === 'point') return `'(0,0)'::point`;
  if (type === 'macaddr') return `'00:00:00:00:00:00'::macaddr`;
  if (type === 'xml') return `'<x/>'::xml`;
  return `''::${type}`;
}

/**
 * A value that differs from row to row, for a column of a unique key.
 * @param sequence a temporary one, which must be there
 */
export function distinct(type: string, sequence = SEQUENCE): string | undefined {
  const next = `nextval(${quoteLiteral(`pg_temp.${sequence}`)})`;
  if (type === 'uuid') return 'gen_random_uuid()';
  if (/^(?:smallint|integer|bigint|real|double precision)$|^numeric/.test(type)) return `${next}::${type}`;
  if (/^(?:text|character|"?citext)/.test(type)) return `${next}::text::${type}`;
  if (/^(?:timestamp|date)/.test(type)) return `(timestamptz 'epoch' + ${next} * interval '1 day')::${type}`;
  return undefined;
}

/**
 * What a NOT NULL column without a default is filled with when it comes back. The values it had are
 * gone; these only make the table whole again.
 */
export function fillerFor(column: CatalogObject, target: Catalog): Filler | undefined {
  const type = asText(column.definition['type']);
  const reference = foreignKeyOf(column, target);
  if (reference !== undefined) {
    const pick = `pg_temp.agora_pick`;
    if (isUnique(column, target)) {
      return {
        before: [
          `CREATE TEMPORARY SEQUENCE ${SEQUENCE} MINVALUE 0`,
          `CREATE FUNCTION ${pick}() RETURNS ${type} LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT ${reference.column} FROM ${reference.table} ORDER BY 1 DESC OFFSET nextval(''pg_temp.${SEQUENCE}'') LIMIT 1); END'`,
        ],
        expression: `${pick}()`,
        after: [`DROP FUNCTION ${pick}()`, `DROP SEQUENCE pg_temp.${SEQUENCE}`],
        refers: true,
        words: `the rows of ${reference.table} from the last on, each once`,
      };
    }
    return {
      before: [
        `CREATE FUNCTION ${pick}() RETURNS ${type} LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT ${reference.column} FROM ${reference.table} ORDER BY 1 LIMIT 1); END'`,
      ],
      expression: `${pick}()`,
      after: [`DROP FUNCTION ${pick}()`],
      refers: true,
      words: `the first row of ${reference.table}`,
    };
  }
  const different = isKeyPart(column, target) ? distinct(type) : undefined;
  if (different !== undefined) {
    const numbered = different.includes('nextval');
    return {
      before: numbered ? [`CREATE TEMPORARY SEQUENCE ${SEQUENCE} START ${FIRST}`] : [],
      expression: different,
      after: numbered ? [`DROP SEQUENCE pg_temp.${SEQUENCE}`] : [],
      refers: false,
      words: 'made-up values that differ from row to row',
    };
  }
  const enumType = [...target.objects.values()].find(
    (object) => object.kind === 'enum' && column.hidden['type'] === object.address.oid,
  );
  if (enumType !== undefined) {
    const value = `${quoteLiteral(enumLabels(enumType)[0] ?? '')}::${qualifiedName(enumType.schema, enumType.name)}`;
    return { before: [], expression: value, after: [], refers: false, words: value };
  }
  const value = constant(type);
  return { before: [], expression: value, after: [], refers: false, words: value };
}

/** Whether a column is unique by itself. */
export function isUnique(column: CatalogObject, target: Catalog): boolean {
  return hasUnique(column, target, (name) => `\\(${name}\\)`);
}

/** Whether a column is one of those that are unique together, too. */
function isKeyPart(column: CatalogObject, target: Catalog): boolean {
  return hasUnique(column, target, (name) => `[(,] ?${name}[,)]`);
}

function hasUnique(column: CatalogObject, target: Catalog, pattern: (name: string) => string): boolean {
  const names = `(?:${escape(quoteIdentifier(column.name))}|${escape(column.name)})`;
  const has = new RegExp(pattern(names));
  for (const object of target.objects.values()) {
    if (object.schema !== column.schema || object.parent !== column.parent || object.kind !== 'index')
      continue;
    const definition = asText(object.definition['definition']);
    if (definition.startsWith('CREATE UNIQUE') && has.test(definition)) return true;
  }
  return false;
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** What a foreign key of one column points at. */
interface Reference {
  /** As pg_get_constraintdef writes both. */
  readonly table: string;
  readonly column: string;
}

const references = new WeakMap<Catalog, ReadonlyMap<string, Reference>>();

/** The foreign key that stands on this column alone. */
export function foreignKeyOf(column: CatalogObject, target: Catalog): Reference | undefined {
  let known = references.get(target);
  // Read once: it is asked of every column, and would be as many times as long.
  if (known === undefined) references.set(target, (known = readReferences(target)));
  return known.get(nameIn(parentName(column), column.name));
}

function readReferences(target: Catalog): ReadonlyMap<string, Reference> {
  const found = new Map<string, Reference>();
  for (const object of target.objects.values()) {
    const key = readForeignKey(object);
    const [own, ...others] = key?.columns ?? [];
    if (key === undefined || own === undefined || others.length > 0) continue;
    const name = nameIn(parentName(object), bare(own));
    if (!found.has(name)) found.set(name, { table: key.table, column: key.targets[0] ?? '' });
  }
  return found;
}

const nameIn = (table: string, column: string): string => `${table}.${quoteIdentifier(column)}`;
