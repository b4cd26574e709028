import { AgoraError, type Client, sqlState, withConnection, withTransaction } from '@agora/postgres';

import type { TargetDatabase } from '../database.ts';

/** A community as a command names it. */
export interface NamedCommunity {
  readonly id: string;
  readonly slug: string;
}

/** At most so many communities are named when one is not found. */
const mostNamed = 20;

/**
 * Works in one transaction as the API does: as `agora_app`, with one community set, bound by row-level security.
 * @param community its slug or id
 * @throws AgoraError `cli.unknown_community`, `cli.not_migrated`, `cli.no_rights`
 */
export async function inCommunity<T>(
  database: Pick<TargetDatabase, 'url' | 'redacted'>,
  community: string,
  use: (client: Client, community: NamedCommunity) => Promise<T>,
): Promise<T> {
  try {
    return await withConnection({ url: database.url, applicationName: 'agora-user' }, (client) =>
      withTransaction(client, async () => {
        await client.query('SET LOCAL ROLE agora_app');
        const { rows } = await client.query<NamedCommunity>(
          'SELECT id, slug FROM communities WHERE slug = $1 OR id::text = $1',
          [community],
        );
        const [found] = rows;
        if (found === undefined) throw await unknownCommunity(client, community);
        await client.query('SELECT agora_set_community($1)', [found.id]);
        return use(client, found);
      }),
    );
  } catch (error) {
    throw describe(error, database.redacted);
  }
}

async function unknownCommunity(client: Client, community: string): Promise<AgoraError> {
  const { rows } = await client.query<{ slug: string }>(
    `SELECT slug FROM communities ORDER BY slug LIMIT ${mostNamed + 1}`,
  );
  const slugs = rows.map(({ slug }) => slug);
  const named = slugs.slice(0, mostNamed).join(', ');
  return new AgoraError({
    code: 'cli.unknown_community',
    message: `There is no community "${community}".`,
    why:
      slugs.length === 0
        ? 'The database has no community yet: seeds make one.'
        : `There ${slugs.length === 1 ? 'is' : 'are'}: ${named}${slugs.length > mostNamed ? ' and others' : ''}.`,
    fix: slugs.length === 0 ? 'agora seed --profile minimal' : `--community ${slugs[0]}`,
  });
}

/** SQLSTATEs of a database without our tables, columns, functions or roles. */
const missing = ['42P01', '42703', '42883', '42704', '22023'];

function describe(error: unknown, redacted: string): unknown {
  const state = sqlState(error);
  const why = error instanceof Error ? error.message : undefined;
  if (state === '42501') {
    return new AgoraError({
      code: 'cli.no_rights',
      message: `The login may not do this in ${redacted}.`,
      ...(why === undefined ? {} : { why: `${why}. Accounts are worked on as the role agora_app.` }),
      fix: 'As the owner of the database: GRANT agora_app TO the login in DATABASE_URL.',
      cause: error,
    });
  }
  if (state === undefined || !missing.includes(state)) return error;
  return new AgoraError({
    code: 'cli.not_migrated',
    message: `${redacted} is not, or not wholly, migrated.`,
    ...(why === undefined ? {} : { why }),
    fix: 'agora migrate deploy   (agora migrate status tells what is pending)',
    cause: error,
  });
}
