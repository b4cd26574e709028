import { asText, type Catalog, type CatalogObject, objectKey } from '@agora/catalog';
import { quoteIdentifier } from '@agora/postgres';

import { qualifiedName } from '../../objects/drop-statement.ts';

/** Partitioned tables that are made anew, since PostgreSQL does not change the type of a column of a partition key. */
interface PartitionedAnew {
  /** OIDs of the tables that are made anew. They hold no rows themselves. */
  readonly anew: ReadonlySet<number>;
  /** OIDs of their partitions, which stand alone meanwhile, with their rows. */
  readonly alone: ReadonlySet<number>;
  /** Those that are there again in the end, as SQL. */
  readonly filled: readonly string[];
  /** Run before the types change. Partitions that came with the migration are dropped: what they hold has no place. */
  readonly takeApart: readonly string[];
  /** Run afterwards. Keys, indexes and privileges of the tables are left to the planner. */
  readonly putTogether: readonly string[];
}

/**
 * Takes apart the partitioned tables with one of these columns in their key, and puts them together again with the
 * partitions that they had before. Each partition keeps its rows.
 *
 * @param columns whose types change, those of partitioned tables included
 */
export function partitionedAnew(
  current: Catalog,
  before: Catalog,
  columns: readonly CatalogObject[],
): PartitionedAnew {
  const tables = [...current.objects.values()].filter(({ kind }) => kind === 'table');
  const anew = tables.filter((table) =>
    columns.some((column) => column.address.oid === table.address.oid && isInKey(table, column.name)),
  );
  const known = new Map(
    [...before.objects.values()].flatMap((object) =>
      object.kind === 'table' ? [[object.address.oid, object]] : [],
    ),
  );
  const takeApart: string[] = [];
  const attach: string[] = [];
  const alone = new Set<number>();
  for (const child of tables) {
    const parent = parentsOf(child)[0];
    if (parent === undefined || child.definition['partition bound'] === undefined) continue;
    const isOfAnew = anew.some((table) => bareName(table) === parent.replaceAll('"', ''));
    if (!isOfAnew && !anew.includes(child)) continue;
    const name = nameOf(child);
    const old = known.get(child.address.oid);
    if (old === undefined) {
      takeApart.push(`DROP TABLE ${name}`);
      continue;
    }
    if (isOfAnew) alone.add(child.address.oid);
    takeApart.push(`ALTER TABLE ${parent} DETACH PARTITION ${name}`);
    if (parentsOf(old)[0] === parent)
      attach.push(
        `ALTER TABLE ${parent} ATTACH PARTITION ${name} ${asText(old.definition['partition bound'])}`,
      );
  }
  for (const { kind, schema, name, definition, hidden } of current.objects.values()) {
    const owner = asText(definition['owned by']).replaceAll('"', '');
    const isOwned = anew.some((table) => owner.startsWith(`${bareName(table)}.`));
    if (kind === 'sequence' && isOwned && hidden['identity'] !== true)
      takeApart.push(`ALTER SEQUENCE ${qualifiedName(schema, name)} OWNED BY NONE`);
  }
  const wanted = anew.filter((table) => known.has(table.address.oid));
  takeApart.push(...wanted.map((table) => `DROP TABLE ${nameOf(table)}`));
  return {
    anew: new Set(anew.map(({ address }) => address.oid)),
    alone,
    filled: wanted.map(nameOf),
    takeApart,
    putTogether: [...wanted.map((table) => createTable(current, table, columns)), ...attach],
  };
}

const nameOf = ({ schema, name }: CatalogObject): string => qualifiedName(schema, name);
const bareName = ({ schema, name }: CatalogObject): string => `${schema ?? ''}.${name}`;

const parentsOf = ({ definition }: CatalogObject): readonly string[] =>
  Array.isArray(definition['parents']) ? definition['parents'].map(asText) : [];

/** A name in a partition key, bare or quoted. */
const NAME = /"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu;

function isInKey({ definition }: CatalogObject, column: string): boolean {
  const names = asText(definition['partition key']).match(NAME) ?? [];
  return names.some((name) => name === column || name === quoteIdentifier(column));
}

/** What partitions must agree with to be attached, and defaults, which would be written into each of them later. */
function createTable(current: Catalog, table: CatalogObject, retyped: readonly CatalogObject[]): string {
  const names = Array.isArray(table.hidden['columns']) ? table.hidden['columns'].map(asText) : [];
  const columns = names.flatMap((name) => {
    const key = objectKey({ kind: 'column', schema: table.schema, parent: table.name, name });
    const column = current.objects.get(key);
    return column === undefined ? [] : [columnOf(column, retyped.includes(column))];
  });
  return `CREATE TABLE ${nameOf(table)} (${columns.join(', ')}) PARTITION BY ${asText(table.definition['partition key'])}`;
}

function columnOf({ name, definition, hidden }: CatalogObject, isRetyped: boolean): string {
  const collation = definition['collation'];
  const [schema = '', ...rest] = asText(collation).split('.');
  const [kind, ...expression] = asText(definition['generated']).split(' ');
  return [
    quoteIdentifier(name),
    asText(definition['type']),
    ...(collation === undefined ? [] : [`COLLATE ${qualifiedName(schema, rest.join('.'))}`]),
    ...(definition['not null'] === true
      ? [
          typeof hidden['not null'] === 'string' ? `CONSTRAINT ${quoteIdentifier(hidden['not null'])}` : '',
          'NOT NULL',
        ]
      : []),
    ...(expression.length === 0
      ? []
      : [`GENERATED ALWAYS AS (${expression.join(' ')}) ${kind === 'v' ? 'VIRTUAL' : 'STORED'}`]),
    ...(definition['default'] === undefined || isRetyped ? [] : [`DEFAULT ${asText(definition['default'])}`]),
  ]
    .filter((part) => part !== '')
    .join(' ');
}
