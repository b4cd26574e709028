import { type Client, withConnection } from '@agora/postgres';
import {
  entitiesWithNeeds,
  estimateSeed,
  type PlannedSeed,
  planSeeds,
  readSeedVersions,
  type SeedEnvironment,
  type SeedEstimate,
  type SeedVersion,
  withSeedLock,
} from '@agora/seeding';
import { assertMigrated, assertRights } from '../database/migrated.ts';
import { readSeededWith } from '../database/seed-profiles.ts';
import type { Factory, ForumContext } from '../factories/factory.ts';
import { factories } from '../factories/index.ts';
import { communityContext } from '../plan/model/community.ts';
import { planForum } from '../plan/plan-forum.ts';
import { profileNamed } from '../profiles/index.ts';
import { assertAllowed } from '../profiles/policy.ts';
import type { Profile } from '../profiles/profile.ts';
import { rowsOf } from '../../sql/index.ts';
import { lastDayEnd } from '../values/calendar.ts';
import { applySeeds, type SeedProgress } from './apply-seeds.ts';
import { seededCommunitiesSql } from './seeded-communities.sql.ts';

export interface SeedOptions {
  /** `postgresql://` address of a migrated database. Its login must be a member of `agora_loader`. */
  url: string;
  /** `minimal`, `essential`, `demo` or `tenants`. */
  profile: string;
  environment: SeedEnvironment;
  /** Another seed gives other likes, names and delays around the same texts. Default: the profile's. */
  seed?: number | undefined;
  /**
   * All content lies in the 90 days before. Default: the one with which the profile was seeded; at first, for a forum that
   * lives, the last evening (18:00 UTC), and otherwise, or in tests, the profile's.
   */
  referenceDate?: Date | undefined;
  /** Entities to seed, with all that they need; all if absent. */
  only?: readonly string[] | undefined;
  /** Plan and compare only; write nothing. */
  dryRun?: boolean | undefined;
  onProgress?: ((progress: SeedProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface SeededEntity {
  entity: string;
  /** Rows that the seed consists of. */
  rows: number;
  action: PlannedSeed['action'];
}

export interface SeedResult {
  profile: string;
  /** All content lies in the 90 days before. */
  referenceDate: Date;
  communities: readonly { id: string; slug: string; name: string }[];
  /** False when everything was there already. */
  changed: boolean;
  entities: readonly SeededEntity[];
  /** What it would take; only of a dry run. */
  estimate?: SeedEstimate;
  durationMs: number;
}

/** Measured on two cores: argon2id of the five passwords, and the transaction. */
const FIXED_SECONDS = 0.3;

/**
 * Fills a migrated database with a profile. Deterministic, and idempotent: what was applied before with the same
 * content is skipped, what has changed is applied again as an upsert. All in one transaction, as `agora_loader`,
 * behind an advisory lock: a run that dies leaves the old state.
 *
 * @throws seed.unknown_profile, seed.unknown_entity, seed.not_allowed, seed.not_migrated, seed.no_rights,
 *   seed.verification_failed, seed.own_rows when people have added to what a changed seed no longer has, or have taken a
 *   name that it wants, or what the server says.
 */
export async function seed(options: SeedOptions): Promise<SeedResult> {
  const started = performance.now();
  const profile = profileNamed(options.profile);
  assertAllowed(options.environment, profile.name, 'seed');
  const only = entitiesWithNeeds(factories, options.only);
  return withConnection({ url: options.url, applicationName: 'agora-seed' }, async (client) => {
    await assertMigrated(client);
    await assertRights(client);
    const run = async (): Promise<Pick<SeedResult, 'referenceDate' | 'estimate'> & { planned: Planned }> => {
      const recorded = await readRecords(client, profile);
      const referenceDate =
        options.referenceDate ?? recorded.date ?? firstDate(profile, options.environment, recorded);
      const contexts = contextsOf(profile, options.seed, referenceDate);
      const planned = decide(profile, contexts, only, recorded.versions);
      const stale = planned.filter((one) => one.action !== 'unchanged');
      if (options.dryRun === true) {
        const made = stale.flatMap((one) => one.made);
        return { planned, referenceDate, estimate: await estimateSeed(client, made, FIXED_SECONDS) };
      }
      const { environment, onProgress, signal } = options;
      const { name } = profile;
      if (stale.length > 0)
        await applySeeds(client, {
          profile: name,
          referenceDate,
          contexts,
          stale,
          environment,
          onProgress,
          signal,
        });
      return { planned, referenceDate };
    };
    const { planned, ...more } = await withSeedLock(client, run);
    return {
      profile: profile.name,
      communities: profile.communities.map(({ id, slug, name }) => ({ id, slug, name })),
      changed: planned.some((one) => one.action !== 'unchanged'),
      entities: planned.map(({ factory: { entity }, rows, action }) => ({ entity, rows, action })),
      ...more,
      durationMs: performance.now() - started,
    };
  });
}

type Planned = readonly PlannedSeed<Factory>[];

/** What is known of an earlier seeding. */
interface SeedRecords {
  readonly date: Date | undefined;
  readonly versions: ReadonlyMap<string, SeedVersion>;
}

/** Nothing, when the database was emptied behind our back: then the records are of seeds whose rows are gone. */
async function readRecords(client: Client, { name, communities }: Profile): Promise<SeedRecords> {
  const ids = communities.map((community) => community.id);
  const found = await rowsOf(client, seededCommunitiesSql({ communities: ids }));
  if (found.length !== ids.length) return { date: undefined, versions: new Map() };
  const seeded = await readSeededWith(client);
  return { date: seeded.get(name)?.reference, versions: await readSeedVersions(client) };
}

/** Of a profile that has no date yet; one that was seeded before dates were kept was seeded with its own. */
function firstDate(profile: Profile, environment: SeedEnvironment, { versions }: SeedRecords): Date {
  const seeded = [...versions.keys()].some((name) => name.startsWith(`${profile.name}/`));
  const lives = profile.lives === true && environment !== 'test' && !seeded;
  return lives ? lastDayEnd(new Date()) : new Date(profile.referenceDate);
}

function contextsOf(profile: Profile, seed: number | undefined, referenceDate: Date): ForumContext[] {
  return profile.communities.map((spec) => {
    const context = communityContext(spec, seed ?? profile.seed, referenceDate);
    return { ...context, plan: planForum(context), passwordHashes: new Map<string, string>() };
  });
}

/** Makes all rows and compares them with what is recorded. Writes nothing. */
function decide(
  profile: Profile,
  contexts: readonly ForumContext[],
  only: ReadonlySet<string>,
  recorded: ReadonlyMap<string, SeedVersion>,
): Planned {
  const chosen = factories.filter((factory) => only.has(factory.entity));
  return planSeeds(profile.name, chosen, contexts, recorded);
}
