import type { openToken, sealingVersion, sealToken, TokenKeys } from '@agora/api/accounts';
import { AgoraError } from '@agora/core';
import type { Client } from '@agora/postgres';
import { inBatches, inOneTransaction, type Upkeep } from './in-communities.ts';

/** A table with something sealed; it names the version of the key in `key_version`. */
interface SealedTable {
  readonly name: string;
  /** Of one row of a community. */
  readonly key: string;
  /** One or two. */
  readonly columns: readonly [string, string?];
  /** Whether a row has a time of its last change; a grant is made and used up. */
  readonly touched: boolean;
}

const sealedTables: readonly SealedTable[] = [
  { name: 'oauth_accounts', key: 'id', columns: ['access_token', 'refresh_token'], touched: true },
  { name: 'oauth_grants', key: 'id', columns: ['access_token', 'refresh_token'], touched: false },
  { name: 'two_factors', key: 'user_id', columns: ['secret'], touched: true },
];

/** What opens and seals: of `@agora/api`, which is loaded on demand. */
interface TokenBox {
  readonly openToken: typeof openToken;
  readonly sealToken: typeof sealToken;
  readonly sealingVersion: typeof sealingVersion;
}

/** Rows of one table under one version of the key. */
interface SealedRows {
  readonly community: string;
  readonly table: string;
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
  readonly first: string | null;
  readonly second: string | null;
}

/** Counts the rows of a community under each version of the key. */
export function countSealed(client: Client, { id, slug }: Upkeep['community']): Promise<SealedRows[]> {
  return inOneTransaction(client, id, async () => {
    const counts: SealedRows[] = [];
    for (const table of sealedTables) {
      const { rows } = await client.query<Pick<SealedRows, 'version' | 'rows'>>(
        `SELECT key_version AS version, count(*)::int AS rows FROM ${table.name}
         WHERE community_id = $1 AND coalesce(${table.columns.join(', ')}) IS NOT NULL GROUP BY 1 ORDER BY 1`,
        [id],
      );
      counts.push(...rows.map((row) => ({ community: slug, table: table.name, ...row })));
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
        `SELECT ${table.key} AS id, key_version AS version, ${table.columns[0]} AS first, ${table.columns[1] ?? 'NULL'} AS second
         FROM ${table.name}
         WHERE community_id = $1 AND key_version <> $2 AND coalesce(${table.columns.join(', ')}) IS NOT NULL
           AND ($3::uuid IS NULL OR ${table.key} > $3) ORDER BY ${table.key} LIMIT ${most}`,
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
  readonly first: string | null;
  readonly second: string | null;
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
  const [first, second] = [again(before.first), again(before.second)];
  return first === undefined || second === undefined ? undefined : { before, first, second };
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
  const { name, key, columns, touched } = table;
  const named = ['first', 'second']
    .slice(0, columns.length)
    .map((as, index) => ({ as, column: columns[index] }));
  const set = named.map(({ as, column }) => `${column} = n.${as}`).join(', ');
  const same = named.map(({ as, column }) => `t.${column} IS NOT DISTINCT FROM n.old_${as}`).join(' AND ');
  const { rowCount } = await client.query(
    `UPDATE ${name} t SET ${set}, key_version = $2::smallint${touched ? ', updated_at = now()' : ''}
     FROM unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[])
       AS n (id, old_version, old_first, old_second, first, second)
     WHERE t.community_id = $1 AND t.${key} = n.id AND t.key_version = n.old_version AND ${same}`,
    [
      communityId,
      version,
      anew.map(({ before }) => before.id),
      anew.map(({ before }) => before.version),
      anew.map(({ before }) => before.first),
      anew.map(({ before }) => before.second),
      anew.map(({ first }) => first),
      anew.map(({ second }) => second),
    ],
  );
  return rowCount ?? 0;
}
