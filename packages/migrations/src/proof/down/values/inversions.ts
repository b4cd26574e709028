import { asText, type Catalog, type CatalogObject } from '@agora/catalog';
import { quoteIdentifier, splitStatements } from '@agora/postgres';
import { as, nameOf, parseStatements, strings } from '@agora/postgres/parser';
import type { Node, RangeVar } from 'libpg-query';

import { parentName } from '../objects/drop-statement.ts';
import { labelsOf } from './enums/labels.ts';
import { type Called, namesOverTime, withoutCasts } from './reading.ts';
import { innerOf, turnedRound } from './turned-round.ts';

/** An expression over one column that the way forward puts into a column, in every row. */
export interface Computed {
  /** The column that was read, by its names before. */
  readonly from: Called;
  /** The one that was written, by its names in the end. */
  readonly to: Called;
  /** It is one column. */
  readonly isSame: boolean;
  readonly value: Node;
}

/**
 * The values that a script computes: `UPDATE t SET a = b || 'x'`, `USING a + 1`. A column that several statements write is
 * left out. The parser must be loaded.
 */
export function computedIn(up: string): readonly Computed[] {
  const found: Computed[] = [];
  const written = new Map<string, number>();
  const { statements } = parseStatements(splitStatements(up));
  const names = namesOverTime(statements);
  for (const [place, { node }] of statements.entries()) {
    for (const { relation, column, value } of writtenBy(node)) {
      const { schema, name: table } = nameOf(relation);
      const to = names.last({ schema, table, column }, place);
      written.set(keyOf(to), (written.get(keyOf(to)) ?? 0) + 1);
      const read = value && columnOf(value);
      if (value === undefined || read === undefined) continue;
      const from = names.first({ schema, table, column: read }, place);
      found.push({ from, to, isSame: read === column, value });
    }
  }
  return found.filter(({ to }) => written.get(keyOf(to)) === 1);
}

const keyOf = ({ table, column }: Called): string => JSON.stringify([table, column]);

interface WrittenValue {
  readonly relation: RangeVar | undefined;
  readonly column: string;
  /** Where every row gets it. */
  readonly value: Node | undefined;
}

function writtenBy(node: Node): readonly WrittenValue[] {
  const alter = as(node, 'AlterTableStmt');
  const update = as(node, 'UpdateStmt');
  const isWhole = update?.fromClause === undefined && update?.whereClause === undefined;
  return [
    ...(alter?.cmds ?? []).flatMap((item) => {
      const command = as(item, 'AlterTableCmd');
      if (command?.subtype !== 'AT_AlterColumnType') return [];
      const value = as(command.def, 'ColumnDef')?.raw_default;
      return [{ relation: alter?.relation, column: command.name ?? '', value }];
    }),
    ...(update?.targetList ?? []).map((item) => {
      const target = as(item, 'ResTarget');
      const value = isWhole ? target?.val : undefined;
      return { relation: update?.relation, column: target?.name ?? '', value };
    }),
  ];
}

/** The one column that an expression reads which can be turned round; undefined for any other. */
function columnOf(node: Node): string | undefined {
  if ('ColumnRef' in node) return strings(node.ColumnRef.fields).at(-1);
  const inner = innerOf(node);
  return inner && columnOf(inner);
}

/**
 * The value before, as SQL over the column that is there now; undefined where the expression cannot be turned round.
 * Whether every value comes back, the proof tells.
 *
 * @param column as SQL
 * @param old the column before
 */
export function invertedValue(
  { value }: Computed,
  column: string,
  old: CatalogObject,
  before: Catalog,
): string | undefined {
  if ('ColumnRef' in withoutCasts(value)) return undefined;
  const type = asText(old.definition['type']);
  const sql = turnedRound(value, column, { type, labels: labelsOf(old, before) });
  return sql && `(${sql})::${type}`;
}

/** What a value of a column that kept its type was before: such columns are written once more. */
export function recomputed(
  before: Catalog,
  current: Catalog,
  computed: readonly Computed[],
): readonly string[] {
  return computed.flatMap((one) => {
    if (!one.isSame) return [];
    const old = [...before.objects.values()].find((object) => isCalled(object, one.from));
    const now =
      old &&
      [...current.objects.values()].find(
        ({ kind, address: { oid, sub } }) =>
          kind === 'column' && oid === old.address.oid && sub === old.address.sub,
      );
    if (old === undefined || now === undefined || old.definition['type'] !== now.definition['type'])
      return [];
    const name = quoteIdentifier(now.name);
    const value = invertedValue(one, name, old, before);
    const isSame = value === `(${name})::${asText(old.definition['type'])}`;
    return value === undefined || isSame ? [] : [`UPDATE ${parentName(now)} SET ${name} = ${value}`];
  });
}

/** Whether it is the column that a script calls so. */
export const isCalled = (object: CatalogObject, { schema, table, column }: Called): boolean =>
  object.kind === 'column' &&
  object.parent === table &&
  object.name === column &&
  (schema ?? object.schema) === object.schema;
