import { type TargetDatabase } from '@agora/cli';
import { type Client, retryOnSerializationFailure, withConnection, withTransaction } from '@agora/postgres';

import { describeFault, findCommunity, type NamedCommunity } from '../in-community.ts';

/** One community, worked on as the API does: as `agora_app`, bound by row-level security. */
export interface Upkeep {
  readonly client: Client;
  readonly community: NamedCommunity;
  /** Aborted when whoever runs the command wants it to stop. */
  readonly signal: AbortSignal;
}

/** A community, and its settings. */
export interface SetCommunity extends NamedCommunity {
  readonly settings: unknown;
}

/** Which communities are worked on, and what is done in each. */
interface UpkeepWork<T> {
  /** Slug or id; undefined: all of them. */
  readonly only: string | undefined;
  readonly signal: AbortSignal;
  /** The command, which is shown with a slug when there is no such community. */
  readonly command: string;
  /** Before any is worked on, so that what it throws leaves all as they are. */
  readonly prepare?: (communities: readonly SetCommunity[], client: Client) => Promise<void> | void;
  readonly use: (upkeep: Upkeep, index: number) => Promise<T>;
}

/**
 * Works in one community or in each, in the order of their slugs, on one connection, until it is stopped.
 * @returns what came of each that was begun
 * @throws AgoraError `cli.unknown_community`, `cli.not_migrated`, `cli.no_rights`
 */
export async function inCommunities<T>(
  { url, redacted }: Pick<TargetDatabase, 'url' | 'redacted'>,
  { only, signal, command, prepare, use }: UpkeepWork<T>,
): Promise<T[]> {
  try {
    return await withConnection({ url, applicationName: 'agora-upkeep' }, async (client) => {
      const communities = await withTransaction(client, async () => {
        await client.query('SET LOCAL ROLE agora_app');
        const found =
          only === undefined
            ? undefined
            : await findCommunity(client, only, (slug) => `${command} --community ${slug}`);
        const { rows } = await client.query<SetCommunity>(
          'SELECT id, slug, name, settings FROM communities WHERE $1::uuid IS NULL OR id = $1 ORDER BY slug',
          [found?.id ?? null],
        );
        return rows;
      });
      await prepare?.(communities, client);
      const done: T[] = [];
      for (const [index, community] of communities.entries()) {
        if (signal.aborted) break;
        done.push(await use({ client, community, signal }, index));
      }
      return done;
    });
  } catch (error) {
    throw describeFault(error, redacted, 'agora_app');
  }
}

/** A transaction in a community, repeated when PostgreSQL could not serialise it. */
export function inOneTransaction<T>(client: Client, communityId: string, use: () => Promise<T>): Promise<T> {
  return retryOnSerializationFailure(() =>
    withTransaction(client, async () => {
      await client.query('SET LOCAL ROLE agora_app');
      await client.query('SELECT agora_set_community($1)', [communityId]);
      return use();
    }),
  );
}

/**
 * Does batch after batch, a transaction each, until one was the last or the command is to stop.
 * @param batch works on what comes after a place, and returns the place that it came to; undefined: it was the last
 */
export async function inBatches<Place>(
  { client, community, signal }: Upkeep,
  batch: (after: Place | undefined) => Promise<Place | undefined>,
): Promise<void> {
  let after: Place | undefined;
  do {
    if (signal.aborted) return;
    const from = after;
    after = await inOneTransaction(client, community.id, () => batch(from));
  } while (after !== undefined);
}
