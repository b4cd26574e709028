import type { openToken, sealingVersion, sealToken, TokenKeys } from '@agora/api/accounts';
import { AgoraError } from '@agora/core';
import type { Client } from '@agora/postgres';
import { inBatches, inOneTransaction, type Upkeep } from './in-communities.ts';

/** The tables with sealed tokens; each names the version of its key in `key_version`. */
export const sealedTables = ['oauth_accounts', 'oauth_grants'] as const;
type SealedTable = (typeof sealedTables)[number];

/** What opens and seals: of `@agora/api`, which is loaded on demand. */
export interface TokenBox {
  readonly openToken: typeof openToken;
  readonly sealToken: typeof sealToken;
  readonly sealingVersion: typeof sealingVersion;
}

/** Rows of one table under one version of the key. */
export interface SealedRows {
  readonly community: string;
  readonly table: SealedTable;
  readonly version: number;
  readonly rows: number;
}

/** What became of the sealed rows of a community. */
export interface Resealed {
  readonly community: string;
  readonly resealed: number;
  /** Rows that name an older version still. */
  readonly left: number;
  /** Those of them that their key does not open: they were sealed with another one, or damaged. */
  readonly unreadable: number;
}

/** Rows that are sealed anew in one transaction. */
const most = 200;

interface SealedRow {
  readonly id: string;
  readonly version: number;
  readonly access: string | null;
  readonly refresh: string | null;
}

/** Counts the rows of a community under each version of the key. */
export function countSealed(client: Client, { id, slug }: Upkeep['community']): Promise<SealedRows[]> {
  return inOneTransaction(client, id, async () => {
    const counts: SealedRows[] = [];
    for (const table of sealedTables) {
      const { rows } = await client.query<Pick<SealedRows, 'version' | 'rows'>>(
        `SELECT key_version AS version, count(*)::int AS rows FROM ${table}
         WHERE community_id = $1 AND coalesce(access_token, refresh_token) IS NOT NULL GROUP BY 1 ORDER BY 1`,
        [id],
      );
      counts.push(...rows.map((row) => ({ community: slug, table, ...row })));
    }
    return counts;
  });
}

/**
 * Makes sure that every sealed row can be opened by version.
 * @throws AgoraError `cli.missing_token_key`, with versions and counts
 */
export function assertKeysFor(keys: TokenKeys, sealed: readonly SealedRows[]): void {
  const missing = new Map<number, number>();
  for (const { version, rows } of sealed)
    if (!keys.has(version)) missing.set(version, (missing.get(version) ?? 0) + rows);
  if (missing.size === 0) return;
  const versions = [...missing].toSorted(([a], [b]) => a - b);
  throw new AgoraError({
    code: 'cli.missing_token_key',
    message: 'Some rows are sealed with keys that OAUTH_TOKEN_KEYS does not have. Nothing was changed.',
    why: versions
      .map(([version, rows]) => `version ${version}: ${rows} ${rows === 1 ? 'row' : 'rows'}`)
      .join('\n'),
    fix: `Add ${versions.map(([version]) => `${version}:<key>`).join(',')} to OAUTH_TOKEN_KEYS, behind the newest key.`,
  });
}

/**
 * Seals the tokens of a community anew with the newest key, in batches. A row that somebody else has written meanwhile
 * is left to the next run.
 */
export async function resealTokens(upkeep: Upkeep, keys: TokenKeys, box: TokenBox): Promise<Resealed> {
  const { client, community } = upkeep;
  const version = box.sealingVersion(keys);
  let [resealed, unreadable] = [0, 0];
  for (const table of sealedTables) {
    await inBatches<string>(upkeep, async (after) => {
      const { rows } = await client.query<SealedRow>(
        `SELECT id, key_version AS version, access_token AS access, refresh_token AS refresh FROM ${table}
         WHERE community_id = $1 AND key_version <> $2 AND coalesce(access_token, refresh_token) IS NOT NULL
           AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT ${most}`,
        [community.id, version, after ?? null],
      );
      const anew = rows.map((row) => reseal(keys, box, row)).filter((row) => row !== undefined);
      resealed += await write(client, table, { communityId: community.id, version, anew });
      unreadable += rows.length - anew.length;
      return rows.length < most ? undefined : rows.at(-1)?.id;
    });
  }
  const left = (await countSealed(client, community))
    .filter((row) => row.version !== version)
    .reduce((sum, { rows }) => sum + rows, 0);
  return { community: community.slug, resealed, left, unreadable };
}

interface Anew {
  readonly before: SealedRow;
  readonly access: string | null;
  readonly refresh: string | null;
}

/** A row under the newest key; undefined when its own key does not open it. */
function reseal(
  keys: TokenKeys,
  { openToken: open, sealToken: seal }: TokenBox,
  before: SealedRow,
): Anew | undefined {
  const again = (sealed: string | null): string | null | undefined => {
    if (sealed === null) return null;
    const token = open(keys, before.version, sealed);
    return token === undefined ? undefined : (seal(keys, token) ?? undefined);
  };
  const [access, refresh] = [again(before.access), again(before.refresh)];
  return access === undefined || refresh === undefined ? undefined : { before, access, refresh };
}

/** Writes rows that are as they were read. @returns how many these were */
async function write(
  client: Client,
  table: SealedTable,
  {
    communityId,
    version,
    anew,
  }: { readonly communityId: string; readonly version: number; readonly anew: readonly Anew[] },
): Promise<number> {
  if (anew.length === 0) return 0;
  // A grant is made and used up, and has no time of change.
  const touched = table === 'oauth_accounts' ? ', updated_at = now()' : '';
  const { rowCount } = await client.query(
    `UPDATE ${table} t SET access_token = n.access, refresh_token = n.refresh, key_version = $2::smallint${touched}
     FROM unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[])
       AS n (id, old_version, old_access, old_refresh, access, refresh)
     WHERE t.community_id = $1 AND t.id = n.id AND t.key_version = n.old_version
       AND t.access_token IS NOT DISTINCT FROM n.old_access AND t.refresh_token IS NOT DISTINCT FROM n.old_refresh`,
    [
      communityId,
      version,
      anew.map(({ before }) => before.id),
      anew.map(({ before }) => before.version),
      anew.map(({ before }) => before.access),
      anew.map(({ before }) => before.refresh),
      anew.map(({ access }) => access),
      anew.map(({ refresh }) => refresh),
    ],
  );
  return rowCount ?? 0;
}
