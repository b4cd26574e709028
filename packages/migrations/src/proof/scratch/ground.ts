import { isAgoraError } from '@agora/core';
import {
  hasPrivateServer,
  type PrivateServer,
  quoteIdentifier,
  withConnection,
  withPrivateServers,
} from '@agora/postgres';

import type { Reach } from '../guard/reach.ts';
import type { ServerPolicy } from '../guard/server-guard.ts';
import { makeStandIns, readNeighbours, type Neighbours } from './stand-ins.ts';

/** A server on which scratch databases are made. */
export interface Ground {
  /** A database of it, with a role that may create databases. */
  readonly adminUrl: string;
  /** For a private server: another one just like it, databases and roles included. */
  copy?(): Promise<Ground>;
  /** For a private server: ends it and wipes it. */
  remove?(): Promise<void>;
  /** Where the replay is no superuser: makes it one while `work` runs, which must run no code. */
  readonly lift?: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Where scratch databases come to stand. */
export interface Grounds {
  /** The server for a new scratch database. */
  make(): Promise<Ground>;
  readonly policy: ServerPolicy;
}

/**
 * Brackets the choice of a server: the one of the URL for a history that stays within its database, else private ones,
 * one for each scratch database, since roles belong to a server as tables to a database. Where no private one can be
 * had, it is the shared one, under guard, and says why.
 */
export async function withGrounds<T>(
  adminUrl: string,
  reach: Reach,
  use: (grounds: Grounds) => Promise<T>,
): Promise<T> {
  if (!reach.server && !reach.unread) return use(shared(adminUrl, reach));
  const neighbours = await readNeighbours(adminUrl, reach);
  // Whoever is no superuser is held by the server itself from what no reader of scripts sees.
  if (!reach.server && !neighbours.superuser) return use(shared(adminUrl, reach));
  const missing = await whatIsMissing(neighbours);
  if (missing !== undefined) return use(shared(adminUrl, reach, missing));
  return withPrivateServers({ major: neighbours.major, user: SUPERUSER }, async (make) => {
    const first = await tried(make);
    if (typeof first === 'string') return use(shared(adminUrl, reach, first));
    const lacking = await lackingExtensions(first.url, reach);
    if (lacking.length > 0) {
      await first.remove();
      return use(shared(adminUrl, reach, `the private server lacks the extension ${lacking.join(', ')}`));
    }
    const lifts = reach.unread && neighbours.superuser ? neighbours.user : undefined;
    let empty: PrivateServer | undefined = first;
    return use({
      policy: { shared: false },
      make: async () => {
        const taken = empty;
        empty = undefined;
        const server = taken ?? (await make());
        return ground(server, await makeStandIns(server.url, neighbours, reach), lifts);
      },
    });
  });
}

/** Nobody else's: roles of the history keep their names. */
const SUPERUSER = 'agora_private';

function shared(adminUrl: string, { routines }: Reach, because?: string): Grounds {
  const ground: Ground = { adminUrl };
  return { policy: { shared: true, because, routines }, make: () => Promise.resolve(ground) };
}

function ground(server: PrivateServer, login: string, lifts: string | undefined): Ground {
  const url = new URL(login);
  url.port = new URL(server.url).port;
  return {
    adminUrl: url.href,
    copy: async () => ground(await server.copy(), login, lifts),
    remove: () => server.remove(),
    ...(lifts === undefined ? {} : { lift: (work) => asSuperuser(server.url, lifts, work) }),
  };
}

async function asSuperuser<T>(url: string, role: string, work: () => Promise<T>): Promise<T> {
  const make = (right: string): Promise<unknown> =>
    withConnection(url, (client) => client.query(`ALTER ROLE ${quoteIdentifier(role)} ${right}`));
  await make('SUPERUSER');
  try {
    return await work();
  } finally {
    await make('NOSUPERUSER');
  }
}

async function whatIsMissing({ major }: Neighbours): Promise<string | undefined> {
  return (await hasPrivateServer(major))
    ? undefined
    : `the programs of PostgreSQL ${major}, of which a private server is made, are not on this machine`;
}

/** The first server, or why there is none: no room, no port, no user that it may run as. */
async function tried(make: () => Promise<PrivateServer>): Promise<PrivateServer | string> {
  try {
    return await make();
  } catch (error) {
    if (!isAgoraError(error)) throw error;
    return `a private server could not be made (${error.message})`;
  }
}

async function lackingExtensions(url: string, reach: Reach): Promise<string[]> {
  if (reach.extensions.size === 0) return [];
  return withConnection(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT name FROM unnest($1::text[]) AS wanted (name)
        WHERE name <> '' AND name NOT IN (SELECT a.name FROM pg_available_extensions a) ORDER BY 1`,
      [[...reach.extensions]],
    );
    return rows.map(({ name }) => name);
  });
}
