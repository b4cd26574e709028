import { splitStatements } from '@agora/postgres';

/** Another way of writing a change of type. */
interface Conversion {
  readonly sql: string;
  readonly hazard: string | undefined;
}

const CHANGE = /^(ALTER TABLE .* ALTER COLUMN ("(?:[^"]|"")+"|\S+) TYPE (.*?)) USING .*$/s;

/**
 * The zone by which the way forward read or wrote the values of a column (`USING column AT TIME ZONE 'UTC'`, or
 * `SET timezone = 'UTC'` before it), as a literal of SQL; undefined when it named none, and the session's held.
 */
export function forwardZone(up: string, column: string): string | undefined {
  const name = anyWay(column);
  const change = new RegExp(
    String.raw`\bALTER\s+(?:COLUMN\s+)?${name}\s+(?:SET\s+DATA\s+)?TYPE\b[^;]*?\bUSING\s*\(?\s*${name}\s+AT\s+TIME\s+ZONE\s+('(?:[^']|'')+')`,
    'gi',
  );
  const written = [...up.matchAll(change)].map((match) => match[1]);
  const set = /\bSET\s+(?:(?:LOCAL|SESSION)\s+)?(?:TIME\s+ZONE|TIMEZONE\s*(?:=|TO))\s*('(?:[^']|'')+'|\w+)/gi;
  const zones = new Set(
    written.length > 0
      ? written
      : [...up.matchAll(set)].map(([, zone = '']) => (zone.startsWith("'") ? zone : `'${zone}'`)),
  );
  const [zone, ...others] = zones;
  return others.length > 0 || /^'(?:default|local)'$/i.test(zone ?? '') ? undefined : zone;
}

/**
 * What of the way forward is about the table that a statement alters, and its settings; all of it where tables are
 * renamed, or nothing names that one.
 */
function aboutTable(up: string, sql: string): string {
  const table = /^ALTER TABLE (?:ONLY )?(?:(?:"(?:[^"]|"")+"|\w+)\.)?("(?:[^"]|"")+"|\w+)/.exec(sql)?.[1];
  if (table === undefined || /\bRENAME\s+TO\b/i.test(up)) return up;
  const altered = new RegExp(
    String.raw`\bALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?(?:(?:"(?:[^"]|"")+"|\w+)\s*\.\s*)?${anyWay(table)}(?![\w"$])`,
    'i',
  );
  const statements = splitStatements(up).map(({ text }) => text);
  const own = statements.filter((text) => altered.test(text));
  if (own.length === 0) return up;
  return [...statements.filter((text) => /^SET\b/i.test(text)), ...own].join(';\n');
}

/** The separator at which the way forward split the texts of a column, as a literal of SQL. */
function forwardSeparator(up: string, column: string): string | undefined {
  const split = new RegExp(
    String.raw`\bstring_to_array\s*\(\s*${anyWay(column)}\s*,\s*(E?'(?:[^']|'')*')(?:::text)?\s*\)`,
    'i',
  );
  return split.exec(up)?.[1];
}

/** Whether the way forward made a list of one element of each value. */
const wrapsInArray = (up: string, column: string): boolean =>
  new RegExp(String.raw`\bUSING\s*\(*\s*ARRAY\s*\[\s*${anyWay(column)}\s*(?:::\s*\w+\s*)?\]`, 'i').test(up);

/** Whether the way forward read the texts of the column as JSON, and so made no string of them. */
const castsToJson = (up: string, column: string): boolean =>
  new RegExp(String.raw`\bUSING\s*\(*\s*${anyWay(column)}\s*\)*\s*::\s*jsonb?\b`, 'i').test(up);

/** A column's name as people write it, for a pattern. */
function anyWay(column: string): string {
  const bare = column.replace(/^"(.*)"$/s, '$1').replaceAll('""', '"');
  return `(?:${escape(column)}|"${escape(bare)}"|${escape(bare)})`;
}

/** Whether the way forward casts the column to text as a whole. */
const writesText = (up: string, column: string): boolean =>
  new RegExp(
    String.raw`\bTYPE\s+(?:text|(?:character\s+varying|varchar)\b[^,;]*)\s*(?:$|;|,|USING\s*\(?\s*${anyWay(column)}\s*::)`,
    'i',
  ).test(up);

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/**
 * Other USING clauses for `ALTER TABLE ... ALTER COLUMN ... TYPE ... USING column::type`, for types with no
 * cast between them: through text, into and out of an array, through JSON; at last, the values given up.
 * Empty for any other statement.
 *
 * @param from the type that the column has now, as format_type writes it
 * @param script the way forward; a time zone that it names for the column is the one to go back by
 * @param known the old value as an expression, where the way forward tells it
 */
export function conversions(
  sql: string,
  from: string | undefined,
  script: string,
  known?: string,
): readonly Conversion[] {
  const found = CHANGE.exec(sql.trim().replace(/;$/, ''));
  if (found === null) return [];
  const [, head = '', column = '', type = ''] = found;
  const up = aboutTable(script, head);
  const using = (expression: string, hazard?: string): Conversion => ({
    sql: `${head} USING (${expression})`,
    hazard: hazard ?? 'fails while a value cannot be converted back',
  });
  const array = type.endsWith('[]');
  if (!array && /^timestamp[^[]*$/.test(from ?? '') && type.startsWith('timestamp')) {
    const zone = forwardZone(up, column);
    if (zone !== undefined)
      return [{ sql: `${head} USING ${column} AT TIME ZONE ${zone}`, hazard: undefined }];
  }
  if (known !== undefined) return [using(known)];
  if (/^jsonb?$/.test(from ?? '') && !array && !/^jsonb?$/.test(type)) {
    // A JSON string cast to text keeps its quotes; #>> takes them off, as to_jsonb() put them on.
    const unquoted = using(`(${column} #>> '{}')::${type}`);
    const plain = { sql, hazard: undefined };
    return castsToJson(up, column) ? [plain, unquoted] : [unquoted, plain];
  }
  if (from?.endsWith('[]') === true && !array && wrapsInArray(up, column))
    return [using(`${column}[1]::${type}`, 'keeps only the first element of each array')];
  // The cast from text finds only names: numbers, and - for none, are read by the type's own input.
  if (type === 'regclass' && /^(?:text|character)/.test(from ?? ''))
    return [using(`${column}::bpchar::regclass`)];
  const separator = forwardSeparator(up, column);
  if (separator !== undefined && from?.endsWith('[]') === true && /^(?:text|character)/.test(type))
    return [{ sql: `${head} USING array_to_string(${column}, ${separator})`, hazard: undefined }];
  // Text is read as a list only if the way forward wrote the list as text.
  const element = array && from?.endsWith('[]') === false && !writesText(up, column);
  return [
    ...(element ? [using(`CASE WHEN ${column} IS NULL THEN NULL ELSE ARRAY[${column}]::${type} END`)] : []),
    { sql, hazard: undefined },
    ...(array
      ? [
          using(`CASE WHEN ${column} IS NULL THEN NULL ELSE ARRAY[${column}]::${type} END`),
          using(`ARRAY[${column}::text]::${type}`),
        ]
      : [
          using(`${column}[1]::${type}`, 'keeps only the first element of each array'),
          using(`${column}[1]::text::${type}`, 'keeps only the first element of each array'),
        ]),
    ...(/^jsonb?$/.test(type) ? [using(`to_jsonb(${column})::${type}`)] : []),
    ...(type === 'boolean' ? [using(`(${column})::int <> 0`)] : []),
    ...(/^(?:smallint|bigint|integer|numeric|real|double precision)/.test(type)
      ? [using(`(${column})::int::${type}`), using(`extract(epoch from ${column})::${type}`)]
      : []),
    ...(/^(?:timestamp|date)/.test(type) ? [using(`to_timestamp(${column})::${type}`)] : []),
    using(`${column}::text::${type}`),
    using(`NULL::${type}`, 'gives the values of the column up: nothing converts them'),
  ];
}
