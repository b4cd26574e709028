import { type Calendar, calendarOf } from '../../values/calendar.ts';
import { type Random, randomOf, streamKey, uuid7 } from '@agora/seeding/random';
import type { ChannelSlug } from '../../text/reference.ts';
import type { ThreadText } from '../../text/threads/thread.ts';

/** A community as a profile describes it. */
export interface CommunitySpec {
  id: string;
  slug: string;
  name: string;
  description: string;
  plan: 'FREE' | 'PRO' | 'ENTERPRISE';
  /** Hand-written threads of the community; none: reference data only. */
  threads: Readonly<Record<ChannelSlug, readonly ThreadText[]>> | null;
}

/** What every plan and factory of one community starts from. */
export interface CommunityContext {
  readonly spec: CommunitySpec;
  readonly seed: number;
  readonly calendar: Calendar;
  /** Draws for row `index` of an entity. */
  random(entity: string, index: number): Random;
  /** Id of row `index` of an entity, made at a moment. */
  id(entity: string, index: number, atMs: number): string;
}

export function communityContext(spec: CommunitySpec, seed: number, referenceDate: Date): CommunityContext {
  const keys = new Map<string, number>();
  const keyOf = (entity: string): number => {
    let key = keys.get(entity);
    if (key === undefined) keys.set(entity, (key = streamKey(seed, spec.id, entity)));
    return key;
  };
  return {
    spec,
    seed,
    calendar: calendarOf(referenceDate),
    random: (entity, index) => randomOf(keyOf(entity), index),
    id: (entity, index, atMs) => uuid7(atMs, keyOf(`${entity} id`), index),
  };
}
