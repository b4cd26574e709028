import { AgoraError } from '@agora/core';
import {
  type Client,
  createTemporaryDatabase,
  describeSqlError,
  dropTemporaryDatabase,
  quoteIdentifier,
  quoteLiteral,
  withConnection,
  withDatabase,
} from '@agora/postgres';

import { interrupted } from '../../apply/interrupted.ts';
import type { BackfillSource } from '../../project/folder.ts';
import { disarmServer } from '../guard/disarm.ts';
import { isWithin, type Reach, readReach } from '../guard/reach.ts';
import { declareServer } from '../guard/server-guard.ts';
import { type Ground, type Grounds, withGrounds } from './ground.ts';
import { type ScratchLimits, setLimits } from './limits.ts';
import { readMeaning, type Setting } from './meaning.ts';
import { describeScratchRefusal } from './scratch-refused.ts';
import { SizeWatch } from './size-watch.ts';

export interface ScratchOptions {
  /** Any database of the server to work on, with a role that may create databases. */
  readonly adminUrl: string;
  /** The database for which the scripts are, whose settings count; that of `adminUrl` unless given. */
  readonly like?: string | undefined;
  /** The schema that unqualified names mean, from the project's URL; default `public`. */
  readonly schema?: string | undefined;
  /** What is there before the first migration, as SQL; run in every new database. */
  readonly initSql?: string | undefined;
  /** Roles that a private server needs from the real one beside those that scripts name. */
  readonly roles?: readonly string[] | undefined;
  readonly limits?: ScratchLimits | undefined;
}

/** A temporary database under limits, and one connection to it. */
export interface Scratch {
  readonly name: string;
  readonly url: string;
  /** Its server is its own: roles made there are no one else's. */
  readonly ownServer: boolean;
  /** Runs `use` on a fresh connection, which is closed afterwards so that the database can be copied. */
  connect<T>(use: (client: Client) => Promise<T>): Promise<T>;
  /**
   * A new scratch database with the same content. No connection to this one may be open.
   * @param options `sameServer`: nothing that is run in either reaches for what belongs to the server, so that a private
   * one need not be copied with it. Default false.
   */
  copy(label: string, options?: { readonly sameServer?: boolean }): Promise<Scratch>;
  /** The time zone of its sessions from now on, and of those of its copies; before that the server's. */
  setTimeZone(zone: string): Promise<void>;
  drop(): Promise<void>;
}

/** What is to be run in scratch databases, as far as it is known beforehand. */
export type Scripts = readonly {
  readonly up: Text;
  readonly down?: Text;
  readonly backfill?: BackfillSource;
}[];

interface Text {
  readonly sql: string;
}

/** What the scripts that were known beforehand tell of others. */
export interface KnownReach {
  /** Whether a script that was not known reaches no further than those that were. */
  readonly covers: (script: Text) => boolean;
  /** Whether scripts leave alone what belongs to the server, also by calling what the known ones have made. */
  readonly stayInside: (scripts: Scripts) => boolean;
}

/**
 * Brackets the use of scratch databases: all that are made inside are dropped at the end, however it ends,
 * and while it lasts each is kept below its size. They stand on the server of the URL, or, where the scripts reach for
 * what belongs to a server, on private ones.
 */
export async function withScratch<T>(
  options: ScratchOptions,
  scripts: Scripts,
  use: (make: (label: string) => Promise<Scratch>, known: KnownReach) => Promise<T>,
): Promise<T> {
  const written = readReach([options.initSql ?? '', ...textsOf(scripts)]);
  const reach: Reach = { ...written, words: () => new Set([...written.words(), ...(options.roles ?? [])]) };
  return withGrounds(options.adminUrl, reach, async (grounds) => {
    const databases = new ScratchDatabases(options, grounds);
    try {
      return await use((label) => databases.make(label), {
        covers: ({ sql }) => isWithin(readReach([sql]), reach),
        stayInside: (others) => {
          const { server, unread } = readReach(textsOf(others));
          return !server && !unread && !reach.routines;
        },
      });
    } finally {
      await databases.close();
    }
  });
}

function textsOf(scripts: Scripts): string[] {
  return scripts.flatMap(({ up, down, backfill }) => [
    up.sql,
    ...(down === undefined ? [] : [down.sql]),
    ...(backfill?.kind === 'sql' ? [backfill.script.sql] : []),
  ]);
}

interface Made {
  readonly name: string;
  readonly ground: Ground;
  timeZone?: string;
  /** What the server keeps beside the database, as it was when this was last set here; see {@link keptBeside}. */
  beside?: string;
}

class ScratchDatabases {
  readonly #options: ScratchOptions;
  readonly #grounds: Grounds;
  readonly #watches = new Map<Ground, SizeWatch>();
  readonly #standing = new Set<Made>();
  // Work on several databases at once ends with the first failure, while the rest of it may still be making one.
  readonly #making = new Set<Promise<unknown>>();
  #ended = false;
  /** Read once. */
  #meaning: Promise<readonly Setting[]> | undefined;

  constructor(options: ScratchOptions, grounds: Grounds) {
    this.#options = options;
    this.#grounds = grounds;
  }

  async make(label: string): Promise<Scratch> {
    const made = await this.#during(async () => {
      const ground = await this.#grounds.make();
      return this.#create(ground, { label });
    });
    await this.#furnish(made);
    const scratch = this.#scratchOf(made);
    if (this.#options.initSql !== undefined) await initialize(scratch.url, this.#options.initSql);
    return scratch;
  }

  async close(): Promise<void> {
    this.#ended = true;
    await Promise.allSettled(this.#making);
    // What went wrong inside counts more than a watch that failed, or a database left over, which a sweep removes.
    for (const watch of this.#watches.values()) await watch.close().catch(() => undefined);
    for (const made of this.#standing) await this.#drop(made).catch(() => undefined);
  }

  #scratchOf(made: Made): Scratch {
    const { name, ground } = made;
    const url = withDatabase(ground.adminUrl, name);
    return {
      name,
      url,
      ownServer: !this.#grounds.policy.shared,
      connect: (use) =>
        withConnection({ url, applicationName: 'agora proof' }, (client) => {
          declareServer(client, { ...this.#grounds.policy, lift: ground.lift });
          return use(client);
        }).catch(async (error: unknown) => {
          throw await this.#watch(ground).explain(name, error);
        }),
      copy: (label, { sameServer = false } = {}) => this.#copy(made, label, sameServer),
      setTimeZone: async (zone) => {
        if (made.timeZone === zone) return;
        made.timeZone = zone;
        await this.#set(made);
      },
      drop: () => this.#drop(made),
    };
  }

  /**
   * A private server is copied whole, with its roles, and the database keeps its name; unless nothing reaches for it, and
   * nothing of the database lies beside it there.
   */
  async #copy(source: Made, label: string, sameServer: boolean): Promise<Scratch> {
    const { name, ground, ...settings } = source;
    const databaseAlone = await this.#isAllOf(source, sameServer);
    const made = await this.#during(async () =>
      databaseAlone || ground.copy === undefined
        ? this.#create(ground, { label, template: name }, settings)
        : this.#noted({ name, ground: await ground.copy(), ...settings }),
    );
    if (databaseAlone) await this.#set(made);
    return this.#scratchOf(made);
  }

  /** Whether a copy of the database alone, on the same server, is like it in everything. */
  async #isAllOf({ name, ground, beside }: Made, sameServer: boolean): Promise<boolean> {
    if (ground.copy === undefined) return true;
    return (
      sameServer && beside === (await withConnection(ground.adminUrl, (client) => keptBeside(client, name)))
    );
  }

  async #create(
    ground: Ground,
    options: { readonly label: string; readonly template?: string },
    settings: Pick<Made, 'timeZone'> = {},
  ): Promise<Made> {
    try {
      const { name } = await createTemporaryDatabase(ground.adminUrl, options);
      return this.#noted({ name, ground, ...settings });
    } catch (error) {
      throw describeScratchRefusal(error, ground.adminUrl);
    }
  }

  #noted(made: Made): Made {
    this.#standing.add(made);
    this.#watch(made.ground).add(made.name);
    return made;
  }

  async #during(work: () => Promise<Made>): Promise<Made> {
    if (this.#ended) throw interrupted('the work on scratch databases has ended');
    const creating = work();
    this.#making.add(creating);
    return creating.finally(() => this.#making.delete(creating));
  }

  #watch(ground: Ground): SizeWatch {
    const found = this.#watches.get(ground);
    if (found !== undefined) return found;
    const watch = new SizeWatch(ground.adminUrl, this.#options.limits?.databaseMb ?? 2048);
    this.#watches.set(ground, watch);
    return watch;
  }

  async #drop(made: Made): Promise<void> {
    const { name, ground } = made;
    this.#watch(ground).delete(name);
    const isShared = [...this.#standing].some((other) => other !== made && other.ground === ground);
    if (ground.remove === undefined || isShared) await dropTemporaryDatabase(ground.adminUrl, name);
    else {
      // A watch that failed before has told whoever asked for its word.
      await this.#watch(ground)
        .close()
        .catch(() => undefined);
      this.#watches.delete(ground);
      await ground.remove();
    }
    this.#standing.delete(made);
  }

  #meant(): Promise<readonly Setting[]> {
    const { like, adminUrl } = this.#options;
    this.#meaning ??= withConnection(like ?? adminUrl, readMeaning);
    return this.#meaning;
  }

  /** Settings belong to a database, and are not in a copy of it. */
  async #set(made: Made): Promise<void> {
    const { name, ground, timeZone } = made;
    const { limits, schema = 'public' } = this.#options;
    await withConnection(ground.adminUrl, async (client) => {
      await setLimits(client, name, limits, [
        ...(await this.#meant()),
        { name: 'search_path', value: quoteIdentifier(schema) },
        ...(timeZone === undefined ? [] : [{ name: 'timezone', value: quoteLiteral(timeZone) }]),
      ]);
      made.beside = await keptBeside(client, name);
    });
  }

  async #furnish(made: Made): Promise<void> {
    await this.#set(made);
    const { schema = 'public' } = this.#options;
    await withConnection(withDatabase(made.ground.adminUrl, made.name), async (client) => {
      await disarmServer(client, this.#grounds.policy.shared);
      if (schema !== 'public') await client.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`);
    });
  }
}

/** What CREATE DATABASE does not copy: settings, privileges on the database, its owner and its comment. */
async function keptBeside(client: Client, name: string): Promise<string | undefined> {
  const { rows } = await client.query<{ beside: string }>(
    `SELECT pg_catalog.concat_ws('; ', d.datdba, d.datacl, pg_catalog.shobj_description(d.oid, 'pg_database'),
              (SELECT pg_catalog.string_agg(s.setrole || ' ' || s.setconfig::text, ', ' ORDER BY s.setrole)
                 FROM pg_catalog.pg_db_role_setting s WHERE s.setdatabase = d.oid)) AS beside
       FROM pg_catalog.pg_database d WHERE d.datname = $1`,
    [name],
  );
  return rows[0]?.beside;
}

async function initialize(url: string, sql: string): Promise<void> {
  await withConnection({ url, applicationName: 'agora proof' }, async (client) => {
    await client.query(sql).catch((error: unknown) => {
      const { message, why } = describeSqlError(error, sql);
      throw new AgoraError({
        code: 'migrations.init_failed',
        message: `What is there before the first migration cannot be made: ${message}`,
        why,
        fix: 'Mend migrations.initShadowDb in prisma.config.ts: it must run in an empty database.',
        cause: error,
      });
    });
  });
}
