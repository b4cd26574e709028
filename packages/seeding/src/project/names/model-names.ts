/** A model of a Prisma schema, as far as seeds go by it. */
export interface SeedModel {
  readonly name: string;
  /** Absent: the schema that the connection names. */
  readonly schema?: string;
  readonly table: string;
  readonly fields: readonly SeedField[];
}

/** A field that is a column. */
export interface SeedField {
  readonly name: string;
  readonly column: string;
  /** Of an enum: the label in the database of each of its names. */
  readonly labels?: ReadonlyMap<string, string>;
  /** What Prisma's client would make of it where nothing is given, and the database does not. */
  readonly made?: MadeBy;
  /** `@updatedAt`. */
  readonly touched?: boolean;
}

/** Functions whose values Prisma's client makes. */
export type MadeBy = 'uuid' | 'cuid' | 'nanoid' | 'ulid';
