import { type BinaryRows, type UuidWords, uuidWords } from '@agora/seeding';
import { channels } from '../../factories/channels.ts';
import type { Factory, ForumContext } from '../../factories/factory.ts';
import { achievements, channels as channelTexts, tags as tagTexts } from '../../text/reference.ts';
import type { Corpus } from '../../words/corpus.ts';
import type { DecidedCommunity } from '../../simulation/decide.ts';
import type { EconomyOutcome } from '../../../economy/index.ts';
import type { LoadCommunityPlan } from '../../simulation/community-plan.ts';
import { Texts } from '../../words/texts.ts';

/** What the writers of one community's rows look at. */
export interface LoadContext {
  readonly seed: number;
  readonly plan: LoadCommunityPlan;
  readonly outcome: EconomyOutcome;
  readonly texts: Texts;
  /** Ids by position in the reference data. */
  readonly community: UuidWords;
  readonly channels: readonly UuidWords[];
  readonly tags: readonly UuidWords[];
  readonly achievements: readonly UuidWords[];
  /** argon2id hash that all generated accounts share: hashing for each would take longer than all the rest. */
  readonly passwordHash: Buffer;
}

/** A generated table: its rows in the order of the factory's columns. */
export interface LoadTable extends BinaryRows<LoadContext> {
  readonly factory: Factory;
}

export function loadContext(
  forum: ForumContext,
  { plan, outcome }: DecidedCommunity,
  corpus: Corpus,
  passwordHash: Buffer,
): LoadContext {
  const opened = forum.calendar.openedAt;
  const ids = (entity: string, count: number): UuidWords[] =>
    Array.from({ length: count }, (_, index) => uuidWords(forum.id(entity, index, opened)));
  return {
    seed: forum.seed,
    plan,
    get outcome() {
      if (outcome === null) throw new Error('A table that follows from the economy is written without it.');
      return outcome;
    },
    texts: new Texts(corpus, plan),
    community: uuidWords(plan.id),
    channels: ids(channels.entity, channelTexts.length),
    tags: ids('tags', tagTexts.length),
    achievements: ids('achievements', achievements.length),
    passwordHash,
  };
}

/** An enum's labels, ready to write. */
export function labels(names: readonly string[]): readonly Buffer[] {
  return names.map((name) => Buffer.from(name));
}
