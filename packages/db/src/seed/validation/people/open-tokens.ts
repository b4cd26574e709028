import { type Client, tableExists } from '@agora/postgres';
import { readSeededWith } from '../../database/seed-profiles.ts';
import { rowsInBatches, rowsOf } from '../../../sql/index.ts';
import { openToken, seededKey, TOKEN_KEY_VERSION } from '../../values/tokens.ts';
import type { Breach, Invariant, Scope } from '../model/invariant.ts';
import { loadSeedsSql } from './load-seeds.sql.ts';
import { notedAccountsSql } from './noted-accounts.sql.ts';
import { sealedAccountsSql } from './sealed-accounts.sql.ts';
import { sealedCommunitiesSql } from './sealed-communities.sql.ts';

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
  if (await tableExists(client, 'agora', 'loads'))
    seeds.push(...(await rowsOf(client, loadSeedsSql({}))).map(({ seed }) => seed));
  return [...new Set(seeds)].map(seededKey);
}

async function* sealedOf(client: Client, { communities }: Scope): AsyncGenerator<Sealed> {
  const noted = (await tableExists(client, 'agora', 'seed_rows'))
    ? await rowsOf(client, notedAccountsSql({}))
    : [];
  const loaded = (await tableExists(client, 'agora', 'load_communities'))
    ? await rowsOf(client, sealedCommunitiesSql({}))
    : [];
  const made = new Set([
    ...noted.map(({ community, id }) => `${community} ${id}`),
    ...loaded.map(({ id }) => id),
  ]);
  for await (const { account, accessToken, refreshToken, ...row } of rowsInBatches(
    client,
    sealedAccountsSql({ communities }),
    BATCH,
  )) {
    const { community } = row;
    yield {
      ...row,
      tokens: [accessToken, refreshToken].filter((token) => token !== null),
      seeded: account !== null && (made.has(community) || made.has(`${community} ${account}`)),
    };
  }
}
