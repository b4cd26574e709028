import { type Client, tableExists } from '@agora/postgres';
import { readSeededWith } from '../../database/seed-profiles.ts';
import { openToken, seededKey, TOKEN_KEY_VERSION } from '../../values/tokens.ts';
import { type Breach, inScope, type Invariant, type Scope } from '../model/invariant.ts';

interface Sealed {
  readonly community: string;
  /** What the row is called in a report. */
  readonly name: string;
  readonly version: number;
  readonly tokens: readonly string[];
  /** As it was made: nobody has logged in by it since. */
  readonly untouched: boolean;
  /** Whether the seeds or a load have made it. */
  readonly seeded: boolean;
}

/** Accounts read at once. */
const BATCH = 5_000;

export const openTokens: Invariant = {
  name: 'open-tokens',
  summary:
    'What is sealed opens with the key of its version: what the seeds made, and the rest where OAUTH_TOKEN_KEYS is given.',
  checks: [],
  async look(client, scope) {
    const seeds = await seedsOf(client);
    const breaches: Breach[] = [];
    for await (const account of sealedOf(client, scope)) {
      const keys = keysFor(account, scope, seeds);
      if (keys.length === 0 || account.tokens.every((token) => keys.some((key) => opens(key, token))))
        continue;
      const detail = `no key opens a token of version ${account.version}`;
      breaches.push({ communityId: account.community, row: account.name, detail });
    }
    return breaches;
  },
};

/** None: nobody can tell whether it opens. */
function keysFor(
  { version, untouched, seeded }: Sealed,
  { tokenKeys }: Scope,
  seeds: readonly Uint8Array[],
): readonly Uint8Array[] {
  const own = tokenKeys.get(version);
  const theirs = seeded && version === TOKEN_KEY_VERSION ? seeds : [];
  if (own !== undefined) return [own, ...theirs];
  return untouched ? theirs : [];
}

function opens(key: Uint8Array, token: string): boolean {
  try {
    return openToken(key, token) !== '';
  } catch {
    return false;
  }
}

/** The keys of every seeding that is known of. */
async function seedsOf(client: Client): Promise<readonly Uint8Array[]> {
  const seeds = [...(await readSeededWith(client)).values()].map(({ seed }) => seed);
  if (await tableExists(client, 'agora', 'loads')) {
    const { rows } = await client.query<{ seed: number }>('SELECT seed::float8 AS seed FROM agora.loads');
    seeds.push(...rows.map(({ seed }) => seed));
  }
  return [...new Set(seeds)].map(seededKey);
}

/** No community and no row. */
const NOTHING = 'SELECT NULL::uuid AS community_id, NULL::uuid AS id WHERE false';

async function* sealedOf(client: Client, { communities }: Scope): AsyncGenerator<Sealed> {
  const noted = (await tableExists(client, 'agora', 'seed_rows'))
    ? "SELECT DISTINCT key[1]::uuid AS community_id, key[2]::uuid AS id FROM agora.seed_rows WHERE name LIKE '%/oauth_accounts'"
    : NOTHING;
  const loaded = (await tableExists(client, 'agora', 'load_communities'))
    ? 'SELECT DISTINCT community_id FROM agora.load_communities'
    : NOTHING;
  // What the tool notes is on the coordinator of a cluster, and goes to the accounts as a whole.
  await client.query(
    `DECLARE sealed NO SCROLL CURSOR FOR
       WITH noted AS MATERIALIZED (${noted}), loaded AS MATERIALIZED (${loaded})
       SELECT t.community_id AS community, 'oauth_accounts ' || t.id AS name, t.key_version AS version,
              array_remove(ARRAY[t.access_token, t.refresh_token], NULL) AS tokens,
              t.updated_at = t.created_at AS untouched, n.id IS NOT NULL OR l.community_id IS NOT NULL AS seeded
         FROM oauth_accounts t LEFT JOIN noted n ON n.community_id = t.community_id AND n.id = t.id
         LEFT JOIN loaded l ON l.community_id = t.community_id
        WHERE ${inScope('t')} AND num_nonnulls(t.access_token, t.refresh_token) > 0
     UNION ALL
     SELECT community_id, 'two_factors ' || user_id, key_version, ARRAY[secret], false, false FROM two_factors t WHERE ${inScope('t')}`,
    [communities],
  );
  let read: readonly Sealed[];
  do {
    ({ rows: read } = await client.query<Sealed>(`FETCH ${BATCH} FROM sealed`));
    yield* read;
  } while (read.length === BATCH);
  await client.query('CLOSE sealed');
}
