import type { Random } from '../random/index.ts';

/** A row of another set, by its key; stands where the value of a column stands. Made with `ref`. */
export interface Ref {
  /** The set's name. */
  readonly $ref: string;
  /** The value of its key, or the values by name where the key has several columns. */
  readonly key: unknown;
  /** Which column of the row is meant, where no foreign key says so. */
  readonly column?: string;
}

/** What a function of rows may look at: the same in every run, so that it makes the same rows. */
export interface SeedContext {
  readonly environment: string;
  /** The end of the seeds' time: all that has happened lies before it. */
  readonly referenceDate: Date;
  /** The draws of one row: a function of the seeds' number, the stream's name and the row's index. */
  readonly random: (stream: string, index: number) => Random;
  /** A uuid that depends on the name and the seeds' number alone. */
  readonly uuid: (name: string) => string;
}

/** A row as it is written by hand: any value may be a {@link Ref}. */
export type SeedInput<Row> = { readonly [Field in keyof Row]: Row[Field] | Ref };

/** Rows of one table that belong together. */
export interface SeedSet<Row = Readonly<Record<string, unknown>>> {
  /** The Prisma model: rows are then written in the names of the schema. */
  readonly model?: string;
  /** Or the table, such as `users` or `billing.invoices`: rows are then written in its own names. */
  readonly table?: string;
  /** What tells rows apart: the fields of a primary key or of a unique constraint. Default: the one that all rows give. */
  readonly key?: readonly (keyof Row & string)[];
  /** Raise it to have the set applied again though its rows look the same. Default 1. */
  readonly version?: number;
  /** Sets to be there first, beside those that rows refer to. */
  readonly needs?: readonly string[];
  /** Fields that do not decide whether the set has changed, such as the hash of a password with a salt of its own. */
  readonly unhashed?: readonly (keyof Row & string)[];
  /** The rows. A field that a row leaves out is given its default, and is never changed. */
  readonly rows?:
    | readonly SeedInput<Row>[]
    | ((context: SeedContext) => readonly SeedInput<Row>[] | Promise<readonly SeedInput<Row>[]>);
  /** Or a file of rows, .csv or .json, relative to the file of the seeds. */
  readonly file?: string;
}

/** A set whose rows are of whatever type. */
export interface AnySeedSet extends Omit<SeedSet, 'rows'> {
  readonly rows?:
    | readonly object[]
    | ((context: SeedContext) => readonly object[] | Promise<readonly object[]>);
}

/** Which sets an environment is given. */
export interface SeedProfileDefinition<Name extends string = string> {
  /** One line for people. */
  readonly summary?: string;
  /** The sets, in any order; what they need comes along. */
  readonly sets: readonly Name[];
  /** Where it may be used. Default: everywhere but in production. */
  readonly environments?: readonly string[];
}

/** A row that breaks a check. */
export interface CheckFault {
  /** Which row. */
  readonly row: string;
  /** What is wrong with it. */
  readonly detail?: string;
}

/** What a check by function may do: read. */
export interface CheckDatabase {
  readonly query: <Row>(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
}

/** Something that must hold in the database. */
export interface SeedCheck {
  /** What must hold, in one line. */
  readonly summary: string;
  /** A query for the rows that break it: `row` says which, `detail` what is wrong; any other columns are listed. */
  readonly sql?: string;
  /** Or a function that finds them. */
  readonly find?: (database: CheckDatabase) => Promise<readonly CheckFault[]>;
}

/** The seeds of a project: what `agora.seed.ts` exports by default. */
export interface Seeds<Sets extends Readonly<Record<string, AnySeedSet>> = Record<string, AnySeedSet>> {
  /** Of the random numbers. Default 1. */
  readonly seed?: number;
  /** ISO 8601. Default 2026-01-01. */
  readonly referenceDate?: string;
  /** The role to write as, such as one from which row-level security hides nothing. Default: the login's own. */
  readonly role?: string;
  readonly sets: Sets;
  readonly profiles: Readonly<Record<string, SeedProfileDefinition<keyof Sets & string>>>;
  readonly checks?: Readonly<Record<string, SeedCheck>>;
}
