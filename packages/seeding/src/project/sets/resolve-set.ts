import type { FillableColumn } from '@agora/catalog';
import { isRef, type Ref } from '../../define/index.ts';
import { findTarget, type Named, type Names, suggestion } from '../names/find-target.ts';
import type { SeedField } from '../names/model-names.ts';
import { BadValue, convert } from './convert.ts';
import { keyOfSet } from './default-key.ts';
import type { MadeSet } from './make-rows.ts';

/** A column of a set: its name in the rows, and what it is. */
interface SetColumn {
  readonly given: string;
  readonly column: FillableColumn;
  readonly field: SeedField | undefined;
}

/** A value, or a row of another set that is still to be found. */
type GivenValue = ReturnType<typeof convert> | Ref;

/** A set whose names are known and whose values are converted. */
export interface NamedSet extends MadeSet, Named {
  /** By the name in the rows. */
  readonly columns: ReadonlyMap<string, SetColumn>;
  readonly values: readonly ReadonlyMap<string, GivenValue>[];
  readonly key: readonly string[];
}

/**
 * Looks up the names of a set and converts its values.
 * @param faults receives what is wrong
 * @returns undefined when the table or the key is not known
 */
export function resolveSet(made: MadeSet, names: Names, faults: string[]): NamedSet | undefined {
  const report = (text: string): void => void faults.push(`${made.name}: ${text}`);
  const named = findTarget(made.set, names);
  if (typeof named === 'string') {
    report(named);
    return undefined;
  }
  const columns = columnsOf(made, named, report);
  const values = made.rows.map((row, index) => valuesOf({ row, index, made, columns }, report));
  const { key: given, unhashed = [] } = made.set;
  const inSql = given?.map((name) => columns.get(name)?.column.name ?? name);
  const everywhere = new Set(
    [...columns.values()]
      .map(({ column }) => column.name)
      .filter((column) => values.every((row) => row.has(column))),
  );
  for (const name of unhashed)
    if (!columns.has(name) && made.rows.length > 0) report(`unhashed: no row gives "${name}".`);
  const key = keyOfSet(named.target, inSql, everywhere);
  if (typeof key === 'string') {
    report(key);
    return undefined;
  }
  for (const [index, row] of values.entries())
    for (const column of key)
      if ((row.get(column) ?? null) === null) report(`row ${index + 1} has no value for its key, ${column}.`);
  return { ...made, ...named, columns, values, key };
}

/** The columns that rows name; a name that means none is reported once. */
function columnsOf(
  { rows }: MadeSet,
  { target, fields }: Named,
  report: (text: string) => void,
): ReadonlyMap<string, SetColumn> {
  const found = new Map<string, SetColumn>();
  const used = rows.flatMap((row) =>
    Object.entries(row).flatMap(([name, value]) => (value === undefined ? [] : [name])),
  );
  for (const given of new Set(used)) {
    const field = fields?.find(({ name }) => name === given);
    const inSql = fields === undefined ? given : field?.column;
    const column = target.table.columns.find(({ name }) => name === inSql);
    if (column !== undefined) found.set(given, { given, column, field });
    else report(unknownColumn(given, inSql, { target, fields }));
  }
  return found;
}

function unknownColumn(given: string, inSql: string | undefined, { target, fields }: Named): string {
  const { table, generated } = target;
  if (inSql !== undefined && generated.includes(inSql))
    return `"${given}" is computed by the database: no row gives it.`;
  if (inSql !== undefined && fields !== undefined)
    return `the column ${inSql} of "${given}" is not in ${table.label}. Apply the migrations first: agora migrate deploy`;
  const known = (fields ?? table.columns).map(({ name }) => name);
  return `${fields === undefined ? table.label : 'the model'} has no ${fields === undefined ? 'column' : 'field of its own'} "${given}".${suggestion(given, known)}`;
}

interface Row {
  readonly row: Readonly<Record<string, unknown>>;
  readonly index: number;
  readonly made: MadeSet;
  readonly columns: ReadonlyMap<string, SetColumn>;
}

function valuesOf(
  { row, index, made, columns }: Row,
  report: (text: string) => void,
): Map<string, GivenValue> {
  const values = new Map<string, GivenValue>();
  for (const [name, value] of Object.entries(row)) {
    const known = columns.get(name);
    if (value === undefined || known === undefined) continue;
    const { column, field } = known;
    const converted = isRef(value)
      ? value
      : convert(value, { type: column.type, labels: field?.labels, texts: made.texts });
    if (converted instanceof BadValue) report(`row ${index + 1}: "${name}" ${converted.why}.`);
    else values.set(column.name, converted);
  }
  return values;
}
