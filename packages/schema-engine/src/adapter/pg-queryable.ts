import {
  DriverAdapterError,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import type pg from 'pg';
import type { ConnectionTarget } from '@agora/postgres';
import { columnTypeOf } from './column-types.ts';
import { toMappedError } from '../connection/database-error.ts';
import { toParameter, typeParsers } from './values.ts';

/** A failed statement: what was sent, and what the driver threw. */
export interface DatabaseFailure {
  readonly error: unknown;
  readonly sql: string;
}

/** Queries over one connection. Every failure is kept in `onFailure`, because the engine hides some of them. */
export class PgQueryable implements SqlQueryable {
  readonly provider = 'postgres';
  readonly adapterName = 'agora-schema-engine';
  protected readonly client: pg.Client;
  protected readonly target: ConnectionTarget;
  protected readonly onFailure: (failure: DatabaseFailure) => void;

  constructor(client: pg.Client, target: ConnectionTarget, onFailure: (failure: DatabaseFailure) => void) {
    this.client = client;
    this.target = target;
    this.onFailure = onFailure;
  }

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    const { fields, rows } = await this.run(query);
    return {
      columnNames: fields.map((field) => field.name),
      columnTypes: fields.map((field) => columnTypeOf(field.dataTypeID)),
      rows,
    };
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    return (await this.run(query)).rowCount ?? 0;
  }

  /** Without parameters the text may hold several statements (`initShadowDb`); pg then gives one result for each. */
  private async run({ sql, args, argTypes }: SqlQuery): Promise<pg.QueryArrayResult> {
    const values = args.map((value, index) => toParameter(value, argTypes[index]));
    const result = await this.guard(sql, () =>
      this.client.query({ text: sql, values, rowMode: 'array', types: typeParsers }),
    );
    const results = result as pg.QueryArrayResult | pg.QueryArrayResult[];
    if (!Array.isArray(results)) return results;
    const last = results.at(-1);
    if (last === undefined) throw new Error('pg answered a script with no result at all');
    return last;
  }

  /** Runs `send`; a database error is kept and thrown in the engine's vocabulary, any other as it is. */
  protected async guard<T>(sql: string, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      this.onFailure({ error, sql });
      const mapped = toMappedError(error, this.target);
      throw mapped === undefined ? error : new DriverAdapterError(mapped);
    }
  }
}
