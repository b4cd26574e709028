import type { ColumnType, FillableTable } from '@agora/catalog';
import { type Client, quoteIdentifier, quoteLiteral, sqlState } from '@agora/postgres';
import { hintsIn } from '@agora/seeding/fill';

import type { Conversion } from './conversions.ts';
import { ZONE_CLOCK_TIMES, ZONE_EPOCHS, ZONE_INSTANTS } from './zone-times.ts';

/** Values tried, and those of them that rows are to hold. */
const MOST_TRIED = 80;
const MOST_SHOWN = 8;
const MOST_BASES = 6;

/** JSON that comes out alike when a conversion takes the quotes off, or only the names. */
const JSON_VALUES = ['{"a": 1}', '"{\\"a\\": 1}"', '1', '"1"', 'null', '"null"', '""', 'true', '"true"'];
/** Lists that come out alike when a conversion joins, sorts or filters them. */
const LISTS = ['{a,b}', '{"a,b"}', '{b,a}', '{a,NULL,b}', '{a,a,b}', '{"a b"}', '{ab}', '{}'];
const NUMBER_LISTS = ['{1,2}', '{2,1}', '{1,NULL,2}', '{1,1,2}', '{12}', '{}'];

/** Numbers that come out alike when a conversion rounds, divides, cuts or takes the sign off. */
const NUMBERS = ['0', '1', '-1', '2', '10', '99', '100', '101', '150', '-150', '255', '256', '1005'];
const FRACTIONS = [
  '0.5',
  '1.5',
  '1.005',
  '1.0',
  '1.00',
  '-0.5',
  '0.51',
  '0.12345678901234',
  '0.12345678901235',
  ...Array.from({ length: 12 }, (_, at) => ((at + 1) / 100).toFixed(2)),
];
/** Hours that a zone with summer time has twice: in Europe, in America from east to west, in Australia. */
const INSTANTS = [
  ['10-27', '00', '01', '02'],
  ['11-03', '05', '06', '07', '08', '09', '10'],
  ['04-06', '15', '16'],
].flatMap(([day, ...hours]) => hours.map((hour) => `2024-${day} ${hour}:30+00`));
/** Hours that such a zone leaves out, and those that they become. */
const CLOCK_TIMES = [
  ...['01', '02', '03', '04'].map((hour) => `2024-03-31 ${hour}:30`),
  ...['02', '03'].flatMap((hour) => [`2024-03-10 ${hour}:30`, `2024-10-06 ${hour}:30`]),
];

/** What an expression takes of a column's values. */
interface TakenValues {
  /** Values that it keeps apart. */
  readonly usual: readonly string[];
  /** Values that it makes alike, or nothing of, or in which stands what it looks for. */
  readonly merged: readonly string[];
}

/**
 * Asks the server which values an expression takes, and which of them it makes alike: no way back can tell these apart.
 * The values are made for it: what it mentions, the labels that may come out, each written otherwise.
 *
 * @param client within a transaction in which the types of the script are there
 * @param labels what may come out, where that is a short list
 */
export async function takenValues(
  client: Client,
  table: FillableTable,
  conversion: Conversion & { readonly expression: string },
  { column, labels }: { readonly column: string; readonly labels: readonly string[] },
): Promise<TakenValues> {
  const { type, notNull } = table.columns.find(({ name }) => name === column) ?? {};
  if (type === undefined || !(await isHarmless(client, conversion.functions)))
    return { usual: [], merged: [] };
  const { strings: literals, numbers } = hintsIn([conversion.expression]);
  const formatted = readsFormat(conversion) && holdsText(type) ? await inFormats(client, literals) : [];
  const made = [...formatted, ...valuesOf(type, { literals, numbers, labels })];
  const tried = [...new Set(made)].slice(0, MOST_TRIED);
  const results = await evaluate(client, table, conversion, { column, tried });
  const groups = new Map<string | null, string[]>();
  for (const [value, result] of results) groups.set(result, [...(groups.get(result) ?? []), value]);
  const merged = [...groups]
    .filter(([result, values]) => (result === null ? notNull === false : values.length > 1))
    .flatMap(([, values]) => values.slice(0, 3));
  const marked = [...results.keys()].filter((value) =>
    literals.some((literal) => literal !== '' && value.length > literal.length && value.includes(literal)),
  );
  const usual = [...groups].flatMap(([result, [first]]) =>
    result === null || first === undefined ? [] : [first],
  );
  return { usual, merged: [...new Set([...merged, ...marked.slice(0, 2)])].slice(0, MOST_SHOWN) };
}

/** Whether an expression takes only texts of a format that it names. */
export const readsFormat = ({ functions }: Conversion): boolean =>
  functions.some((name) => /^to_(?:date|timestamp)$/.test(name));

/** Times in formats of to_char(), each with zeros in front and without. */
async function inFormats(client: Client, formats: readonly string[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ text: string }>(
    `SELECT to_char(moment, how || format) AS text FROM unnest($1::text[]) format,
       (VALUES (timestamp '2024-01-02 03:04:05'), ('2023-11-12 13:14:15')) m(moment), (VALUES (''), ('FM')) h(how)`,
    [formats],
  );
  return rows.map(({ text }) => text);
}

/** What an expression mentions, and the labels that may come out. */
interface Mentioned {
  readonly literals: readonly string[];
  readonly numbers: readonly number[];
  readonly labels: readonly string[];
}

function valuesOf(type: ColumnType, { literals, numbers, labels }: Mentioned): readonly string[] {
  if (type.kind === 'e') return type.labels ?? [];
  if (type.element !== undefined) return holdsText(type.element) ? LISTS : NUMBER_LISTS;
  if (['json', 'jsonb'].includes(type.name)) return JSON_VALUES;
  if (type.name === 'timestamptz') return [...ZONE_INSTANTS, ...INSTANTS];
  if (type.name === 'timestamp') return [...ZONE_CLOCK_TIMES, ...CLOCK_TIMES];
  const near = numbers.slice(0, 4).flatMap((one) => [one, one + 1, one - 1, -one].map(String));
  if (/^int[248]$/.test(type.name))
    return [...near.filter((one) => !one.includes('.')), ...NUMBERS, ...ZONE_EPOCHS];
  if (/^(?:numeric|float[48])$/.test(type.name)) return [...near, ...NUMBERS, ...FRACTIONS, ...ZONE_EPOCHS];
  return holdsText(type) ? textsOf(literals, labels) : [];
}

/** Whether values of a type are texts of any content. */
export const holdsText = (type: ColumnType): boolean =>
  ['text', 'varchar', 'bpchar', 'citext', 'name'].includes(type.name);

/** Labels and literals, and what functions of texts make the same of: other cases, spaces, pieces more. */
function textsOf(literals: readonly string[], labels: readonly string[]): readonly string[] {
  const bases = [...(labels.length > 0 ? labels : ['sample']), ...literals.filter((one) => one.length > 2)];
  const chosen = [...new Set(bases)].filter((one) => one !== '').slice(0, MOST_BASES);
  const marks = literals.filter((one) => one !== '').slice(0, 4);
  const plain = chosen.flatMap((base) => [
    base,
    swapCase(base),
    ` ${base} `,
    `${base.slice(0, 1).toUpperCase()}${base.slice(1).toLowerCase()}`,
  ]);
  const swapped = chosen.flatMap((base) =>
    marks.flatMap((one) => marks.map((other) => (one === other ? base : base.replaceAll(one, other)))),
  );
  const pieces = chosen
    .slice(0, 2)
    .flatMap((base) => [
      ...marks.flatMap((mark) => [
        `${base}${mark}`,
        `${mark}${base}`,
        `${base}${mark}x`,
        `x${mark}${base}`,
        `y${mark}${base}`,
      ]),
      ...[' ', '1', '-', '.', 'x'].flatMap((mark) => [`${base}${mark}`, `${mark}${base}`]),
      ...(['NFC', 'NFD'] as const).map((form) =>
        base.replace(/[aeiou]/, (letter) => `${letter}\u0301`.normalize(form)),
      ),
    ]);
  return [...chosen, '', ...plain, ...swapped, ...pieces];
}

const swapCase = (text: string): string =>
  text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();

/** PostgreSQL's own and extensions' functions that read no more than they are given. */
async function isHarmless(client: Client, functions: readonly string[]): Promise<boolean> {
  if (functions.length === 0) return true;
  const { rows } = await client.query<{ harmless: boolean | null }>(
    `SELECT bool_and(p.provolatile <> 'v' AND l.lanname IN ('internal', 'c', 'sql')) AS harmless
     FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE p.proname = ANY ($1)`,
    [functions],
  );
  return rows[0]?.harmless === true;
}

/** The types of columns by name: the script may have given another type the name that one had. */
async function typesNow(client: Client, { oid }: FillableTable): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
      WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped`,
    [oid],
  );
  return new Map(rows.map(({ name, type }) => [name, type]));
}

const ROUNDED = /^(?:smallint|integer|bigint|numeric|real|double precision|date$|time)[^[]*$/;

/** What comes out, by what goes in; without what the expression refuses. */
async function evaluate(
  client: Client,
  table: FillableTable,
  { expression, alias, called, stored }: Conversion & { readonly expression: string },
  { column, tried }: { readonly column: string; readonly tried: readonly string[] },
): Promise<ReadonlyMap<string, string | null>> {
  const types = await typesNow(client, table);
  const type = stored === undefined ? '' : 'type' in stored ? stored.type : types.get(stored.column);
  // Of a text that is too long a cast would make one that fits.
  const cast = type !== undefined && ROUNDED.test(type) ? `::${type}` : '';
  const query = (values: readonly string[]): string => {
    const columns = table.columns.map(({ name, type }) => {
      const value = name === column ? 'v.value' : holdsText(type) ? `'sample'` : 'NULL';
      return `${value}::${types.get(name) ?? type.sql} AS ${quoteIdentifier(called?.get(name) ?? name)}`;
    });
    return `SELECT v.value, md5((${expression}\n)${cast}::text) AS result FROM (VALUES ${values.map((one) => `(${quoteLiteral(one)})`).join(', ')}) v(value), LATERAL (SELECT ${columns.join(', ')}) AS ${quoteIdentifier(alias)}`;
  };
  const results = new Map<string, string | null>();
  const take = async (values: readonly string[]): Promise<boolean> => {
    await client.query('SAVEPOINT values_tried');
    try {
      const { rows } = await client.query<{ value: string; result: string | null }>(query(values));
      for (const { value, result } of rows) results.set(value, result);
      return true;
    } catch (error) {
      if (sqlState(error) === undefined) throw error;
      await client.query('ROLLBACK TO values_tried');
      return false;
    }
  };
  if (tried.length === 0 || (await take(tried))) return results;
  for (const value of tried) await take([value]);
  return results;
}
