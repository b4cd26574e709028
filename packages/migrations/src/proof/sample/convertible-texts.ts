import type { FillableTable } from '@agora/catalog';
import { as, loadParser, parseStatements, strings } from '@agora/postgres/parser';
import type { RowKind } from '@agora/seeding/fill';

import type { Script } from '../../project/folder.ts';

/** A column whose texts a script reads as values of another type. */
interface TextChange {
  readonly schema?: string | undefined;
  readonly table: string;
  readonly column: string;
  readonly texts: Texts;
}

/** Texts that a cast takes. */
interface Texts {
  /** As the type itself writes its values: they come back as they were. */
  readonly usual: readonly string[];
  /** Right as well, and written otherwise: a cast changes them for good. */
  readonly changed: readonly string[];
}

const NUMBERS: Texts = { usual: ['7', '12'], changed: ['007', '+3', ' 41 '] };
const TIMES: Texts = {
  usual: ['2024-01-02 03:04:05', '2023-05-06 07:08:09'],
  changed: ['2024-01-02T03:04:05.120', 'Jan 2 2024', '20240102'],
};
const JSON_TEXTS: Texts = {
  usual: ['{"a": 1}', '[1, 2]'],
  changed: ['{"b":1,"a":2}', '{"a": 1, "a": 2}', 'null', '"in quotes"', ' [1.0]'],
};

/** By the parser's name of the type. */
const TEXTS: Readonly<Record<string, Texts>> = {
  int2: NUMBERS,
  int4: NUMBERS,
  int8: NUMBERS,
  numeric: { usual: ['7', '12'], changed: ['1.005', '007', '1e2'] },
  float4: { usual: ['7', '12'], changed: ['1.00', '1e2'] },
  float8: { usual: ['7', '12'], changed: ['1.00', '1e2'] },
  money: { usual: ['$7.00', '$12.00'], changed: ['7', '1.005'] },
  bool: { usual: ['true', 'false'], changed: ['yes', 'T', '0'] },
  uuid: {
    usual: ['0190a0b0-0000-7000-8000-000000000001', '0190a0b0-0000-7000-8000-000000000002'],
    changed: ['0190A0B0-0000-7000-8000-00000000000C', '{0190a0b0-0000-7000-8000-00000000000d}'],
  },
  json: { usual: JSON_TEXTS.usual, changed: [] },
  jsonb: JSON_TEXTS,
  inet: { usual: ['192.168.0.1', '10.0.0.0/8'], changed: ['192.168.0.1/32', '2001:DB8::0:1'] },
  cidr: { usual: ['10.0.0.0/8', '192.168.1.0/24'], changed: ['10', '2001:DB8::/32'] },
  macaddr: { usual: ['08:00:2b:01:02:03', '08:00:2b:01:02:04'], changed: ['08-00-2B-01-02-05'] },
  date: { usual: ['2024-01-02', '2023-05-06'], changed: ['20240103', 'Jan 2 2024'] },
  timestamp: TIMES,
  timestamptz: TIMES,
  time: { usual: ['03:04:05', '07:08:09'], changed: ['3:04 pm', '03:04'] },
  timetz: { usual: ['03:04:05+00', '07:08:09+00'], changed: ['03:04 UTC'] },
  interval: { usual: ['1 day', '02:00:00'], changed: ['24 hours', '1 week'] },
  bytea: { usual: [String.raw`\x00ff`, String.raw`\x01`], changed: [String.raw`\x0A`, 'abc'] },
  bit: { usual: ['1', '0'], changed: [] },
};
const ARRAY: Texts = { usual: ['{a,b}', '{c}'], changed: ['{ "a" , b}', '{}'] };
const LIST: Texts = { usual: ['a,b', 'c'], changed: ['', 'a,,b'] };

/**
 * What rows are to hold in columns of text (or JSON) or of an enum that a script casts to another type: texts and labels
 * that the cast takes. Without them no row would go through, and nothing be seen.
 */
export async function convertibleTexts(script: Script): Promise<{
  /** What the rows of a table hold that are always there. */
  readonly kindOf: (table: FillableTable, row: number) => RowKind | undefined;
  /** Further rows of a table, each with a text that a cast changes. */
  readonly extraKinds: (table: FillableTable) => readonly RowKind[];
}> {
  await loadParser();
  const changes = textChanges(script);
  const of = (table: FillableTable): readonly TextChange[] =>
    changes.flatMap((change) => {
      const isHere =
        change.table === table.bareName &&
        (change.schema === undefined || table.label === `${change.schema}.${change.table}`);
      const type = table.columns.find(({ name }) => isHere && name === change.column)?.type;
      if (type === undefined) return [];
      if (holdsText(type.name)) return [change];
      // Of an enum: what the new one has too, since the way forward refuses all others.
      const kept = change.texts.usual.filter((label) => type.labels?.includes(label));
      return kept.length === 0 ? [] : [{ ...change, texts: { usual: kept, changed: [] } }];
    });
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

const holdsText = (type: string): boolean =>
  ['text', 'varchar', 'bpchar', 'citext', 'json', 'name'].includes(type);

function textChanges(script: Script): readonly TextChange[] {
  const { statements } = parseStatements(script.statements);
  const labels = new Map(
    statements.flatMap(({ node }) => {
      const made = as(node, 'CreateEnumStmt');
      return made === undefined ? [] : [[strings(made.typeName).at(-1) ?? '', strings(made.vals)] as const];
    }),
  );
  return statements.flatMap(({ node, text }) => {
    const alter = as(node, 'AlterTableStmt');
    return (alter?.cmds ?? []).flatMap((item): TextChange[] => {
      const command = as(item, 'AlterTableCmd');
      const table = alter?.relation?.relname;
      if (command?.subtype !== 'AT_AlterColumnType' || command.name === undefined || table === undefined)
        return [];
      const type = as(command.def, 'ColumnDef')?.typeName;
      const name = strings(type?.names).at(-1) ?? '';
      const values = labels.get(name);
      const texts =
        (type?.arrayBounds ?? []).length > 0
          ? /\bstring_to_array\b/i.test(text)
            ? LIST
            : ARRAY
          : values === undefined
            ? TEXTS[name]
            : { usual: values, changed: [] };
      return texts === undefined || texts.usual.length === 0
        ? []
        : [{ schema: alter?.relation?.schemaname, table, column: command.name, texts }];
    });
  });
}
