import type pg from 'pg';

/** A type of the server's, as its catalog has it. */
export interface ServerType {
  /** `pg_type.typname`, such as `int4`, `_text` or `post_status`. */
  readonly name: string;
  /** The type that values are of: beneath a domain, and of an array's elements. */
  readonly base: string;
  readonly array: boolean;
  /** The values of an enum, or of an array of one, in their order; undefined for any other type. */
  readonly labels: readonly string[] | undefined;
}

/** Looks up types by their OIDs. */
export async function serverTypes(
  client: pg.Client,
  oids: readonly number[],
): Promise<ReadonlyMap<number, ServerType>> {
  const { rows } = await client.query<{
    oid: number;
    name: string;
    base: string;
    array: boolean;
    labels: string[] | null;
  }>(
    `SELECT t.oid, t.typname AS name, b.typname AS base, t.typelem <> 0 AND t.typcategory = 'A' AS array,
            CASE b.typtype WHEN 'e' THEN array(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = b.oid
                                               ORDER BY e.enumsortorder) END AS labels
       FROM pg_type t
       JOIN pg_type b ON b.oid = CASE WHEN t.typcategory = 'A' THEN t.typelem WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
      WHERE t.oid = ANY ($1::oid[])`,
    [[...new Set(oids)]],
  );
  return new Map(
    rows.map(({ oid, labels, ...type }) => [oid, { ...type, labels: labels ?? undefined }] as const),
  );
}
