import {
  as,
  each,
  loadParser,
  nameOf,
  type ParsedStatement,
  parseStatements,
  strings,
} from '@agora/postgres/parser';
import type { Node, TypeName } from 'libpg-query';

import type { Migration, Script } from '../../project/folder.ts';
import { after, before, partsOf } from '../../script/clauses.ts';
import { typeText } from '../../script/model/types.ts';
import { withoutCasts } from '../down/values/reading.ts';
import { ZONE } from './zone-times.ts';

/** What a script makes of the columns of a table by one expression. */
export interface Conversion {
  readonly schema?: string | undefined;
  readonly table: string;
  /** What the expression may call the table. */
  readonly alias: string;
  /** Columns that it reads. */
  readonly columns: readonly string[];
  /** What they are called when it does, where the script has renamed them. */
  readonly called?: ReadonlyMap<string, string>;
  /** The type of what it makes, by the parser's name; undefined when it does not say. */
  readonly type?: string | undefined;
  readonly isArray: boolean;
  /** The most characters that the type takes. */
  readonly length?: number | undefined;
  /** The type that a number or a time is rounded to when it is stored, as SQL, or the column that has it. */
  readonly stored?: { readonly type: string } | { readonly column: string };
  /** The expression; undefined where it is only a cast. */
  readonly expression?: string | undefined;
  /** The functions that it calls. */
  readonly functions: readonly string[];
}

/** The conversions that a statement makes: `ALTER COLUMN ... TYPE ... USING`, `UPDATE ... SET`. */
export function conversionsIn({ node, text }: ParsedStatement): readonly Conversion[] {
  const alter = as(node, 'AlterTableStmt');
  if (alter !== undefined) {
    const cmds = alter.cmds ?? [];
    const parts = partsOf(text);
    return cmds.flatMap((item, at): Conversion[] => {
      const command = as(item, 'AlterTableCmd');
      const column = as(command?.def, 'ColumnDef');
      if (command?.subtype !== 'AT_AlterColumnType' || command.name === undefined) return [];
      const using = parts.length === cmds.length ? after(parts[at] ?? '', 'using') : undefined;
      return [
        {
          ...target(alter.relation),
          ...read(column?.raw_default, using),
          columns: [...new Set([command.name, ...columnsIn(column?.raw_default)])],
          type: strings(column?.typeName?.names).at(-1),
          isArray: (column?.typeName?.arrayBounds ?? []).length > 0,
          length: lengthOf(column?.typeName),
          stored: { type: typeText(column?.typeName) },
        },
      ];
    });
  }
  const update = as(node, 'UpdateStmt');
  if (update === undefined || update.fromClause !== undefined) return [];
  const targets = update.targetList ?? [];
  const parts = partsOf(before(after(text, 'set') ?? '', ['where', 'returning']));
  if (parts.length !== targets.length) return [];
  return targets.flatMap((item, at): Conversion[] => {
    const { name = '', val: value } = as(item, 'ResTarget') ?? {};
    const columns = columnsIn(value);
    if (value === undefined || columns.length === 0) return [];
    const type = as(value, 'TypeCast')?.typeName;
    const part = parts[at] ?? '';
    return [
      {
        ...target(update.relation),
        ...read(value, part.slice(part.indexOf('=') + 1)),
        columns,
        type: strings(type?.names).at(-1),
        isArray: (type?.arrayBounds ?? []).length > 0,
        stored: { column: name },
      },
    ];
  });
}

/** The n of `varchar(n)` and `char(n)`. */
function lengthOf(type: TypeName | undefined): number | undefined {
  if (!/^(?:varchar|bpchar)$/.test(strings(type?.names).at(-1) ?? '')) return undefined;
  return as(type?.typmods?.[0], 'A_Const')?.ival?.ival;
}

/** Whether a script gives columns another type, so that rows must hold what that takes. */
export async function convertsColumns({ statements }: Script): Promise<boolean> {
  await loadParser();
  return parseStatements(statements).statements.some(({ node }) =>
    as(node, 'AlterTableStmt')?.cmds?.some(
      (item) => as(item, 'AlterTableCmd')?.subtype === 'AT_AlterColumnType',
    ),
  );
}

type Relation = Parameters<typeof nameOf>[0];

function target(relation: Relation): Pick<Conversion, 'schema' | 'table' | 'alias'> {
  const { schema, name } = nameOf(relation);
  return { schema, table: name, alias: relation?.alias?.aliasname ?? name };
}

function read(
  value: Node | undefined,
  expression: string | undefined,
): Pick<Conversion, 'expression' | 'functions'> {
  const functions = [...each(value, 'FuncCall')].map((call) => strings(call.funcname).at(-1) ?? '');
  const isCast = value === undefined || as(withoutCasts(value), 'ColumnRef') !== undefined;
  return { functions, expression: isCast ? undefined : expression };
}

const columnsIn = (value: Node | undefined): readonly string[] => [
  ...new Set([...each(value, 'ColumnRef')].flatMap((one) => strings(one.fields).at(-1) ?? [])),
];

/** Statements that read and write no row, and run no code but what checks rows. */
const PLAIN: ReadonlySet<string> = new Set(
  `CreateStmt CreateSchemaStmt CreateExtensionStmt CreateEnumStmt CreateRangeStmt CreateDomainStmt
   CompositeTypeStmt CreateSeqStmt CreateStatsStmt CreateFunctionStmt CreateTrigStmt CreatePolicyStmt
   IndexStmt ViewStmt RuleStmt DropStmt RenameStmt CommentStmt
   GrantStmt AlterTableStmt AlterEnumStmt AlterDomainStmt AlterSeqStmt AlterPolicyStmt
   AlterOwnerStmt AlterObjectSchemaStmt VariableSetStmt TransactionStmt`.split(/\s+/),
);

/**
 * The zone in which a migration is proven: {@link ZONE} where it may convert values. Where it only makes and drops,
 * UTC, as most servers have it: a default or the bound of a partition that is written without a zone is stored as the
 * moment that it is in the session's, and a way back writes that moment.
 */
export async function zoneFor({ up, down, backfill }: Migration): Promise<string> {
  await loadParser();
  return backfill === undefined && [up, ...(down === undefined ? [] : [down])].every(isPlain) ? 'UTC' : ZONE;
}

function isPlain(script: Script): boolean {
  const { statements, failures } = parseStatements(script.statements);
  return failures.length === 0 && statements.every(changesNoValue);
}

function changesNoValue({ node }: ParsedStatement): boolean {
  const commands = as(node, 'AlterTableStmt')?.cmds ?? [];
  return (
    Object.keys(node).every((kind) => PLAIN.has(kind)) &&
    !commands.some((item) => as(item, 'AlterTableCmd')?.subtype === 'AT_AlterColumnType')
  );
}
