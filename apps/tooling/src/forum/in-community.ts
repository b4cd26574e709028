import type { Forum } from '@agora/api/accounts';
import { AgoraError, didYouMean } from '@agora/core';
import { type Client, sqlState, SQLSTATE, withConnection, withTransaction } from '@agora/postgres';

import { type TargetDatabase } from '@agora/cli';

/** A community as a command names it. */
export interface NamedCommunity {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** At most so many communities are named when one is not found. */
const mostNamed = 20;

/**
 * Works in one community as the API does: as `agora_app`, bound by row-level security.
 * @param community its slug or id
 * @throws AgoraError `cli.unknown_community`, `cli.not_migrated`, `cli.no_rights`
 */
export async function inCommunity<T>(
  { url, redacted }: Pick<TargetDatabase, 'url' | 'redacted'>,
  community: string,
  use: (forum: Forum, community: NamedCommunity) => Promise<T>,
): Promise<T> {
  const { inForum } = await import('@agora/api/accounts');
  try {
    const found = await withConnection({ url, applicationName: 'agora-user' }, (client) =>
      withTransaction(client, async () => {
        await client.query('SET LOCAL ROLE agora_app');
        return findCommunity(client, community, (slug) => `--community ${slug}`);
      }),
    );
    return await inForum(url, found.id, (forum) => use(forum, found));
  } catch (error) {
    throw describeFault(error, redacted, 'agora_app');
  }
}

/**
 * A community by its slug or id.
 * @param corrected what to write instead, with the slug of one that there is
 * @throws AgoraError `cli.unknown_community`, which names those that there are
 */
export async function findCommunity(
  client: Client,
  community: string,
  corrected: (slug: string) => string,
): Promise<NamedCommunity> {
  const { rows } = await client.query<NamedCommunity>(
    'SELECT id, slug, name FROM communities WHERE slug = $1 OR id::text = lower($1)',
    [community],
  );
  if (rows[0] === undefined) throw await unknownCommunity(client, community, corrected);
  return rows[0];
}

async function unknownCommunity(
  client: Client,
  community: string,
  corrected: (slug: string) => string,
): Promise<AgoraError> {
  const { rows } = await client.query<{ slug: string }>(
    `SELECT slug FROM communities ORDER BY slug LIMIT ${mostNamed + 1}`,
  );
  const slugs = rows.map(({ slug }) => slug);
  const [likeliest = ''] = [...didYouMean(community, slugs), ...slugs];
  const named = slugs.slice(0, mostNamed).join(', ');
  return new AgoraError({
    code: 'cli.unknown_community',
    message: `There is no community "${community}".`,
    why:
      slugs.length === 0
        ? 'The database has no community yet: seeds make one.'
        : `There ${slugs.length === 1 ? 'is' : 'are'}: ${named}${slugs.length > mostNamed ? ' and others' : ''}.`,
    fix: slugs.length === 0 ? 'agora seed --profile minimal' : corrected(likeliest),
  });
}

/** SQLSTATEs of a database without our tables, columns, functions or roles. */
const missing: readonly string[] = [
  SQLSTATE.undefinedTable,
  SQLSTATE.undefinedColumn,
  SQLSTATE.undefinedFunction,
  SQLSTATE.undefinedObject,
  SQLSTATE.invalidParameterValue,
];

/**
 * What the database refused, told to whoever runs the command; other errors as they are.
 * @param role the command worked as
 */
export function describeFault(error: unknown, redacted: string, role: string): unknown {
  const state = sqlState(error);
  const why = error instanceof Error ? error.message : undefined;
  if (state === SQLSTATE.insufficientPrivilege) {
    return new AgoraError({
      code: 'cli.no_rights',
      message: `The login may not do this in ${redacted}.`,
      ...(why === undefined ? {} : { why: `${why}. The command works as the role ${role}.` }),
      fix: `As the owner of the database: GRANT ${role} TO the login in DATABASE_URL.`,
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
