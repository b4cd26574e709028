import { type UuidWords, uuidWords } from '@agora/seeding';
import type { ForumContext } from '../../factories/factory.ts';
import { communityContext } from '../../plan/model/community.ts';
import { emptyPlan } from '../../plan/model/forum-plan.ts';
import type { LoadCommunity } from '../../simulation/scale.ts';
import type { LoadSeed } from '../../simulation/community-plan.ts';
import type { DecidedCommunity } from '../../simulation/decide.ts';
import { LOAD_SPAN_MS, loadCommunityId } from '../../simulation/community-plan.ts';
import type { LoadContext } from '../../factories/load-context.ts';
import { achievements, channels, tags } from '../../text/reference.ts';
import { Texts } from '../../words/texts.ts';
import type { Corpus } from '../../words/corpus.ts';
import type { Names } from '../../words/names.ts';

/** What a worker needs to know for all of its communities. */
export interface LoadRecipe extends LoadSeed {
  /** argon2id, PHC format. */
  readonly passwordHash: string;
  readonly names: Names;
}

/** What writers of rows have in common. */
export interface WritingRun {
  readonly url: string;
  readonly recipe: LoadRecipe;
  readonly corpus: Corpus;
  /** Settles when the first byte may be written. */
  readonly beforeWriting: () => Promise<unknown>;
  /** The rows of one community in one table have been sent. */
  readonly onRows: (table: string, rows: number, community: LoadCommunity) => void;
}

/** Names for communities, combined by number. */
const themes = [
  'Gardeners',
  'Makers',
  'Runners',
  'Readers',
  'Cyclists',
  'Photographers',
  'Cooks',
  'Developers',
];
const places = ['Northfield', 'Lakeside', 'Riverbend', 'Hillcrest', 'Oldtown', 'Westport', 'Greenwood'];

/** What the factories of reference data look at. */
export function forumOf({ seed, referenceMs }: LoadSeed, { ordinal, users }: LoadCommunity): ForumContext {
  const name = `${places[ordinal % places.length]} ${themes[ordinal % themes.length]}`;
  const community = communityContext(
    {
      id: loadCommunityId(seed, ordinal, referenceMs),
      slug: `load-${ordinal}`,
      name: `${name} ${ordinal + 1}`,
      description: 'Generated for load tests.',
      plan: users > 4000 ? 'ENTERPRISE' : users > 1000 ? 'PRO' : 'FREE',
      threads: null,
    },
    seed,
    new Date(referenceMs),
  );
  return {
    ...community,
    calendar: { ...community.calendar, openedAt: referenceMs - LOAD_SPAN_MS },
    plan: emptyPlan,
    passwordHashes: new Map(),
  };
}

/** What the writers of a community's rows look at. */
export function contextOf(
  recipe: LoadRecipe,
  corpus: Corpus,
  community: LoadCommunity,
  decided: DecidedCommunity,
): LoadContext {
  const forum = forumOf(recipe, community);
  const { plan, outcome } = decided;
  const ids = (entity: string, texts: readonly unknown[]): UuidWords[] =>
    texts.map((_, index) => uuidWords(forum.id(entity, index, forum.calendar.openedAt)));
  return {
    seed: forum.seed,
    plan,
    get outcome() {
      if (outcome === null) throw new Error('A table that follows from the economy is written without it.');
      return outcome;
    },
    texts: new Texts(corpus, plan),
    community: uuidWords(plan.id),
    channels: ids('channels', channels),
    tags: ids('tags', tags),
    achievements: ids('achievements', achievements),
    passwordHash: Buffer.from(recipe.passwordHash),
  };
}
