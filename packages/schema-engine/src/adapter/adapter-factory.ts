import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import { SQLSTATE } from '@agora/postgres';
import { connect, withClient } from '../connection/connect.ts';
import type { ConnectionTarget } from '@agora/postgres';
import { toMappedError } from '../connection/database-error.ts';
import { HeldScripts } from './held-scripts.ts';
import { runScript } from './run-script.ts';
import { PgAdapter } from './pg-adapter.ts';
import type { DatabaseFailure } from './pg-queryable.ts';
import {
  createShadowDatabase,
  dropShadowDatabase,
  emptyDatabase,
  withDatabaseName,
} from './shadow-database.ts';

/** Makes the engine's connections and keeps what it needs to explain their failures and to clean up after them. */
export class PgAdapterFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = 'agora-schema-engine';
  /** The latest failure of a statement or connection; the engine's own error may hide it. */
  lastFailure: DatabaseFailure | undefined;
  readonly target: ConnectionTarget;
  readonly held = new HeldScripts();
  private readonly shadowTarget: ConnectionTarget | undefined;
  private mayEmptyMain = false;
  private readonly releases = new Set<() => Promise<void>>();

  constructor(target: ConnectionTarget, shadowTarget: ConnectionTarget | undefined) {
    this.target = target;
    this.shadowTarget = shadowTarget;
  }

  async connect(): Promise<SqlDriverAdapter> {
    return this.guard(this.target, () => this.open(this.target, async () => {}));
  }

  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const { shadowTarget } = this;
    return shadowTarget === undefined
      ? this.guard(this.target, () => this.openTemporaryShadow())
      : this.guard(shadowTarget, () => this.openGivenShadow(shadowTarget));
  }

  /** Replays histories with nothing but a shadow database, which the engine then takes for the main one too. */
  static forShadowOnly(shadowTarget: ConnectionTarget): PgAdapterFactory {
    const factory = new PgAdapterFactory(shadowTarget, shadowTarget);
    factory.mayEmptyMain = true;
    return factory;
  }

  /** Runs a script on a connection of its own. */
  execute(script: string): Promise<void> {
    return this.guard(
      this.target,
      () => withClient(this.target, (client) => runScript(client, script, this.target)),
      script,
    );
  }

  /** Closes every connection still open and drops every shadow database still there. Safe to call twice. */
  async dispose(): Promise<void> {
    for (const release of this.releases) await release();
  }

  private async openTemporaryShadow(): Promise<PgAdapter> {
    const admin = await connect(this.target);
    try {
      const name = await createShadowDatabase(admin);
      const drop = async () => {
        await dropShadowDatabase(admin, name);
        await admin.end();
      };
      try {
        return await this.open(withDatabaseName(this.target, name), drop);
      } catch (error) {
        await dropShadowDatabase(admin, name);
        throw error;
      }
    } catch (error) {
      await admin.end();
      throw error;
    }
  }

  private async openGivenShadow(shadowTarget: ConnectionTarget): Promise<PgAdapter> {
    if (isSameDatabase(shadowTarget, this.target) && !this.mayEmptyMain) {
      throw new DriverAdapterError({
        kind: 'postgres',
        code: SQLSTATE.objectInUse,
        severity: 'ERROR',
        message: `the shadow database is the main database "${this.target.database}", which would be emptied`,
        detail: undefined,
        column: undefined,
        hint: 'Give shadowDatabaseUrl a database of its own, or leave it out.',
      });
    }
    const client = await connect(shadowTarget);
    try {
      await emptyDatabase(client);
    } finally {
      await client.end();
    }
    return this.open(shadowTarget, async () => {});
  }

  private async open(target: ConnectionTarget, afterwards: () => Promise<void>): Promise<PgAdapter> {
    const client = await connect(target);
    const release = async () => {
      if (!this.releases.delete(release)) return;
      await client.end();
      await afterwards();
    };
    this.releases.add(release);
    return new PgAdapter(client, target, (failure) => (this.lastFailure = failure), {
      held: this.held,
      release,
    });
  }

  private async guard<T>(target: ConnectionTarget, open: () => Promise<T>, sql = ''): Promise<T> {
    try {
      return await open();
    } catch (error) {
      this.lastFailure = { error, sql };
      const mapped = toMappedError(error, target);
      throw mapped === undefined ? error : new DriverAdapterError(mapped);
    }
  }
}

function isSameDatabase(a: ConnectionTarget, b: ConnectionTarget): boolean {
  return a.host === b.host && a.port === b.port && a.database === b.database;
}
