import type { FillableTable } from '@agora/catalog';
import { type Client, sqlState } from '@agora/postgres';
import { as, loadParser, type ParsedStatement, parseStatements } from '@agora/postgres/parser';
import type { RowKind } from '@agora/seeding/fill';

import type { Script } from '../../project/folder.ts';
import { type Called, type NamesOverTime, namesOverTime } from '../down/values/reading.ts';
import { type Conversion, conversionsIn } from './conversions.ts';
import { holdsText, readsFormat, takenValues } from './merged-values.ts';
import { ARRAY, LIST, TEXTS, type Texts, textsOfLength } from './texts-of-types.ts';

/** What the rows of a table are to hold in a column that a script converts. */
interface TextChange {
  readonly table: FillableTable;
  readonly column: string;
  readonly texts: Texts;
}

/** What made-up rows are to hold so that a script's conversions take them. */
export interface ConvertibleTexts {
  /** What the rows of a table hold that are always there. */
  readonly kindOf: (table: FillableTable, row: number) => RowKind | undefined;
  /** Further rows of a table, each with a text that a conversion changes for good. */
  readonly extraKinds: (table: FillableTable) => readonly RowKind[];
}

/**
 * What rows are to hold in the columns that a script converts to another type: texts, JSON, labels and lists that the
 * conversion takes, and among them those that it changes or makes alike. Without them no row would go through, and
 * nothing be seen.
 *
 * @param client with no transaction open, on the database before the script
 */
export async function convertibleTexts(
  client: Client,
  script: Script,
  tables: readonly FillableTable[],
): Promise<ConvertibleTexts> {
  await loadParser();
  const changes = await textChanges(client, script, tables);
  const of = (table: FillableTable): readonly TextChange[] =>
    changes.filter((change) => change.table.label === table.label);
  return {
    kindOf: (table, row) => {
      const own = of(table);
      return own.length === 0
        ? undefined
        : rowOf(own.map(({ column, texts }) => [column, usual(texts, row)]));
    },
    extraKinds: (table) => {
      const own = of(table);
      const most = Math.max(0, ...own.map(({ texts }) => texts.changed.length));
      return Array.from({ length: most }, (_, at) =>
        rowOf(own.map(({ column, texts }) => [column, texts.changed[at] ?? usual(texts, at + 1)])),
      );
    },
  };
}

const rowOf = (chosen: readonly (readonly [string, string | undefined])[]): RowKind => ({
  kind: 'texts',
  texts: new Map(chosen.flatMap(([column, text]) => (text === undefined ? [] : [[column, text] as const]))),
});

const usual = (texts: Texts, row: number): string | undefined => texts.usual[(row - 1) % texts.usual.length];

async function textChanges(
  client: Client,
  script: Script,
  tables: readonly FillableTable[],
): Promise<readonly TextChange[]> {
  const { statements } = parseStatements(script.statements);
  const names = namesOverTime(statements);
  const found: TextChange[] = [];
  if (!statements.some((one) => conversionsIn(one).length > 0)) return found;
  await client.query('BEGIN');
  try {
    for (const [place, statement] of statements.entries()) {
      if (makesType(statement)) await unlessRefused(client, statement.text);
      for (const conversion of conversionsIn(statement).map((one) => underFirstNames(one, names, place))) {
        const table = tables.find(({ bareName, label }) =>
          conversion.schema === undefined
            ? bareName === conversion.table
            : label === `${conversion.schema}.${conversion.table}`,
        );
        if (table !== undefined) found.push(...(await changesOf(client, table, conversion)));
      }
    }
  } finally {
    await client.query('ROLLBACK');
  }
  return found;
}

/** The tables are as they were before the script, which may have renamed them. */
function underFirstNames(conversion: Conversion, { first }: NamesOverTime, place: number): Conversion {
  const { schema, table } = first<Called>(conversion, place);
  const called = new Map(
    conversion.columns.map((column) => [
      first({ schema: conversion.schema, table: conversion.table, column }, place).column,
      column,
    ]),
  );
  return { ...conversion, schema, table, columns: [...called.keys()], called };
}

/** Conversions of the same script may name the types that it makes. */
function makesType({ node }: ParsedStatement): boolean {
  return (
    as(node, 'CreateEnumStmt') !== undefined ||
    as(node, 'CreateDomainStmt') !== undefined ||
    as(node, 'RenameStmt')?.renameType === 'OBJECT_TYPE'
  );
}

async function unlessRefused(client: Client, sql: string): Promise<void> {
  await client.query('SAVEPOINT type_made');
  await client.query(sql).catch(async (error: unknown) => {
    if (sqlState(error) === undefined) throw error;
    await client.query('ROLLBACK TO type_made');
  });
}

async function changesOf(
  client: Client,
  table: FillableTable,
  conversion: Conversion,
): Promise<readonly TextChange[]> {
  const { expression, isArray, type = '' } = conversion;
  const labels = isArray ? [] : await labelsOf(client, type);
  const known: Texts | undefined = isArray
    ? conversion.functions.includes('string_to_array')
      ? LIST
      : ARRAY
    : labels.length > 0
      ? { usual: labels, changed: [] }
      : TEXTS[type];
  const found: TextChange[] = [];
  for (const column of conversion.columns) {
    const own = table.columns.find(({ name }) => name === column)?.type;
    if (own === undefined) continue;
    const isText = holdsText(own) || own.name === 'json';
    // Of an enum: what the new one has too, since the way forward refuses all others.
    const fitting =
      conversion.length === undefined ? undefined : textsOfLength(type, conversion.length, own.length);
    const texts = isText
      ? (known ?? fitting)
      : { usual: known?.usual.filter((label) => own.labels?.includes(label)) ?? [], changed: [] };
    const taken =
      expression === undefined
        ? undefined
        : await takenValues(client, table, { ...conversion, expression }, { column, labels });
    const strict = isText ? texts !== undefined : known !== undefined && own.labels !== undefined;
    const isNarrow = labels.length > 0 || readsFormat(conversion);
    const usualOnes = isNarrow && taken !== undefined && taken.usual.length > 0 ? taken.usual : texts?.usual;
    const merged: Texts = {
      usual: strict ? (usualOnes ?? []) : [],
      changed: [...(readsFormat(conversion) ? [] : (texts?.changed ?? [])), ...(taken?.merged ?? [])],
    };
    if (merged.usual.length + merged.changed.length > 0) found.push({ table, column, texts: merged });
  }
  return found;
}

/** Labels of an enum, by its bare name. */
async function labelsOf(client: Client, type: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ label: string }>(
    `SELECT e.enumlabel AS label FROM pg_enum e WHERE e.enumtypid =
       (SELECT t.oid FROM pg_type t WHERE t.typname = $1 AND t.typtype = 'e' ORDER BY pg_type_is_visible(t.oid) DESC LIMIT 1)
     ORDER BY e.enumsortorder`,
    [type],
  );
  return rows.map(({ label }) => label);
}
