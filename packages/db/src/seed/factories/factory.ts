import type { Factory as AnyFactory } from '@agora/seeding';
import type { CommunityContext } from '../plan/model/community.ts';
import type { ForumPlan } from '../plan/model/forum-plan.ts';

/** All that a factory may look at. */
export interface ForumContext extends CommunityContext {
  readonly plan: ForumPlan;
  /** argon2id hashes by username (see passwords.ts). */
  readonly passwordHashes: ReadonlyMap<string, string>;
}

/** Makes the rows of one table of the forum. */
export interface Factory<Column extends string = string> extends AnyFactory<ForumContext, Column> {
  /** `reference` belongs to every community, production's too; `dynamic` is derived from `sample`. */
  readonly kind: 'reference' | 'sample' | 'dynamic';
  /** Column with the id of whom a row tells about and nobody else: such rows are gone when the person leaves. */
  readonly personOf?: Column;
}

/** Checks a factory's columns against its rows' type. A community's rows begin their key with its id. */
export function defineFactory<const Column extends string>(factory: Omit<Factory<Column>, 'scope'>): Factory {
  const [scope] = factory.key;
  return { ...factory, scope: scope! };
}

export const at = (ms: number): Date => new Date(ms);

export const atOrNull = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
