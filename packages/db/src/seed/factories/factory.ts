import {
  type BinaryRows,
  type BinaryWriter,
  type CellsOf,
  type ColumnsOf,
  type ColumnType,
  type Factory as AnyFactory,
  rowsOfCells,
  type SeedRow,
  type WriteCell,
} from '@agora/seeding';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { CommunityContext } from '../plan/model/community.ts';
import type { ForumPlan } from '../plan/model/forum-plan.ts';
import type { LoadContext } from './load-context.ts';

/** All that a factory may look at. */
export interface ForumContext extends CommunityContext {
  readonly plan: ForumPlan;
  /** argon2id hashes by username (see passwords.ts). */
  readonly passwordHashes: ReadonlyMap<string, string>;
}

/** What a load writes into a table, and what it costs. */
export interface GeneratedRows extends BinaryRows<LoadContext> {
  /** Rows for one user: counted at scales 1 to 4, between which they differ by no more than 3 %. */
  readonly perUser: number;
  /** What a row costs, generated and stored, in the time of a ledger entry: measured at scale 1 on PostgreSQL 15. */
  readonly cost: number;
  /** Whether they follow from the economy: one thread writes all of those, and is the only one to derive it. */
  readonly fromEconomy: boolean;
}

/** Makes the rows of one table of the forum. */
export interface Factory extends AnyFactory<ForumContext> {
  /** `reference` belongs to every community, production's too; `dynamic` is derived from `sample`. */
  readonly kind: 'reference' | 'sample' | 'dynamic';
  /** Column with the id of whom a row tells about and nobody else: such rows are gone when the person leaves. */
  readonly personOf?: string;
  /** Types of the columns, in their order. */
  readonly types: readonly ColumnType[];
  /** What a load makes; absent for reference data, which a load takes from here. */
  readonly generated?: GeneratedRows;
}

/** A row of a model, as Prisma has it. */
type RowOf<Model extends Prisma.ModelName> = Prisma.TypeMap['model'][Model]['payload']['scalars'];

/** What is written for a value of Prisma's. */
type Written<Value> = Value extends Uint8Array ? Uint8Array : Value;

interface Definition<Row, Columns extends ColumnsOf<Row>> extends Pick<
  Factory,
  'table' | 'needs' | 'kind' | 'version' | 'count'
> {
  /** The model's fields that are filled, with the types of their columns, in the order of COPY. */
  readonly columns: Columns & Readonly<Record<Exclude<keyof Columns, keyof Row>, never>>;
  readonly key: readonly (keyof Columns & string)[];
  readonly personOf?: keyof Columns & string;
  readonly unhashed?: readonly (keyof Columns & string)[];
  row(
    ctx: ForumContext,
    index: number,
  ): { readonly [Field in keyof Columns & keyof Row]: Written<Row[Field]> };
  readonly generated?: GeneratedDefinition<CellsOf<Row, Columns, LoadContext>>;
}

interface GeneratedDefinition<Cells>
  extends Pick<GeneratedRows, 'perUser' | 'count'>, Partial<Pick<GeneratedRows, 'cost' | 'fromEconomy'>> {
  /** Write the value of each column. */
  readonly cells: Cells;
}

/**
 * A table that is seeded: its columns once, by the fields of its Prisma model, and for each of them where its values
 * come from, in the hand-written forum and in a load. Rename a field in the schema, and the type check names its places.
 */
export function defineFactory<Model extends Prisma.ModelName, const Columns extends ColumnsOf<RowOf<Model>>>(
  _model: Model,
  definition: Definition<RowOf<Model>, Columns>,
): Factory {
  const { table, needs, kind, version, count, personOf, unhashed = [], generated } = definition;
  const fields = Object.entries<ColumnType>(definition.columns);
  const key = definition.key.map(columnOf);
  return {
    entity: table,
    table,
    columns: fields.map(([field]) => columnOf(field)),
    types: fields.map(([, type]) => type),
    key,
    // A community's rows begin their key with its id.
    scope: key[0]!,
    needs,
    kind,
    version,
    unhashed: unhashed.map(columnOf),
    ...(personOf === undefined ? {} : { personOf: columnOf(personOf) }),
    count,
    row: (ctx, index) => rowOf(fields, definition.row(ctx, index)),
    ...(generated === undefined ? {} : { generated: generatedOf(fields, generated) }),
  };
}

/** The column of a field: the schema's names differ in nothing else. */
function columnOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function rowOf(fields: readonly [string, ColumnType][], values: object): SeedRow {
  const given = new Map<string, unknown>(Object.entries(values));
  const written = fields.map(([field, type]) => {
    const value = given.get(field);
    return [columnOf(field), type === 'jsonb' ? { json: value } : value];
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the definition's type holds values of these types only
  return Object.fromEntries(written) as SeedRow;
}

function generatedOf(
  fields: readonly [string, ColumnType][],
  { perUser, cost = 1, fromEconomy = false, count, cells }: GeneratedDefinition<object>,
): GeneratedRows {
  const byField = new Map<string, WriteCell<BinaryWriter, LoadContext>>(Object.entries(cells));
  const inOrder = fields.map(([field]) => byField.get(field)!);
  return { perUser, cost, fromEconomy, ...rowsOfCells(count, inOrder) };
}

export const at = (ms: number): Date => new Date(ms);

export const atOrNull = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
