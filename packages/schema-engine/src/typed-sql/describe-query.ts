import type pg from 'pg';
import { describeStatement, type StatementDescription } from './describe-statement.ts';
import { nullableColumns } from './nullability.ts';
import { type ServerType, serverTypes } from './server-types.ts';

/** What a query takes and answers. */
export interface QueryDescription {
  /** Types of `$1`, `$2` and so on. */
  readonly parameters: readonly ServerType[];
  readonly columns: readonly {
    readonly name: string;
    readonly type: ServerType;
    /** False only where the server is certain. */
    readonly nullable: boolean;
  }[];
}

const statement = 'agora_typed_sql';

/**
 * Asks the server what a query takes and answers; the query is prepared and never run.
 * @param text one statement with `$n` for its parameters
 * @throws DatabaseError what the server finds wrong with it, with the position
 */
export async function describeQuery(client: pg.Client, text: string): Promise<QueryDescription> {
  const description = await describeStatement(client, statement, text);
  try {
    return await describe(client, description);
  } finally {
    await client.query(`DEALLOCATE ${statement}`);
  }
}

async function describe(client: pg.Client, description: StatementDescription): Promise<QueryDescription> {
  const { parameterTypes, columns } = description;
  const types = await serverTypes(client, [
    ...parameterTypes,
    ...columns.map(({ dataTypeID }) => dataTypeID),
  ]);
  const nullable = await nullableColumns(client, statement, description);
  const typeOf = (oid: number): ServerType =>
    types.get(oid) ?? { name: 'unknown', base: 'unknown', array: false, labels: undefined };
  return {
    parameters: parameterTypes.map(typeOf),
    columns: columns.map(({ name, dataTypeID }, index) => ({
      name,
      type: typeOf(dataTypeID),
      nullable: nullable[index] ?? true,
    })),
  };
}
