import type { ConnectionInfo, SqlDriverAdapter, SqlQuery, Transaction } from '@prisma/driver-adapter-utils';
import type pg from 'pg';
import type { ConnectionTarget } from '@agora/postgres';
import { type DatabaseFailure, PgQueryable } from './pg-queryable.ts';
import type { HeldScripts } from './held-scripts.ts';
import { runScript } from './run-script.ts';

/** The engine's hold on one database over exactly one connection: its advisory lock and its work share a session. */
export class PgAdapter extends PgQueryable implements SqlDriverAdapter {
  private readonly held: HeldScripts;
  private readonly release: () => Promise<void>;

  constructor(
    client: pg.Client,
    target: ConnectionTarget,
    onFailure: (failure: DatabaseFailure) => void,
    { held, release }: { readonly held: HeldScripts; readonly release: () => Promise<void> },
  ) {
    super(client, target, onFailure);
    this.held = held;
    this.release = release;
  }

  override async executeRaw(query: SqlQuery): Promise<number> {
    return this.held.keep(query.sql) ? 0 : super.executeRaw(query);
  }

  /** Sends the whole script as one simple query: one implicit transaction, no splitting. */
  async executeScript(script: string): Promise<void> {
    if (this.held.keep(script)) return;
    await this.guard(script, () => runScript(this.client, script, this.target));
  }

  async startTransaction(isolationLevel?: string): Promise<Transaction> {
    await this.guard('BEGIN', () =>
      this.client.query(isolationLevel ? `BEGIN ISOLATION LEVEL ${isolationLevel}` : 'BEGIN'),
    );
    return new PgTransaction(this.client, this.target, this.onFailure);
  }

  getConnectionInfo(): ConnectionInfo {
    return { schemaName: this.target.schema, supportsRelationJoins: true };
  }

  dispose(): Promise<void> {
    return this.release();
  }
}

/** A transaction on the adapter's one connection. */
class PgTransaction extends PgQueryable implements Transaction {
  readonly options = { usePhantomQuery: true };

  async commit(): Promise<void> {
    await this.guard('COMMIT', () => this.client.query('COMMIT'));
  }

  async rollback(): Promise<void> {
    await this.guard('ROLLBACK', () => this.client.query('ROLLBACK'));
  }
}
