import type { CopyValue } from '@agora/postgres';
import type { CommunityContext } from '../plan/community.ts';
import type { ForumPlan } from '../plan/forum-plan.ts';

/** All that a factory may look at. */
export interface ForumContext extends CommunityContext {
  readonly plan: ForumPlan;
  /** argon2id hashes by username (see passwords.ts). */
  readonly passwordHashes: ReadonlyMap<string, string>;
}

export type SeedRow<Column extends string = string> = Readonly<Record<Column, CopyValue>>;

/**
 * Makes the rows of one table. `row` is pure: the same context and index give the same row, whatever was made before.
 */
export interface Factory<Column extends string = string> {
  /** Name in `--only` and in `agora.seed_versions`. */
  readonly entity: string;
  readonly table: string;
  /** Columns it fills, in the order of COPY. */
  readonly columns: readonly Column[];
  /** Columns of the primary key. */
  readonly key: readonly Column[];
  /** Entities that rows of this one refer to. */
  readonly needs: readonly string[];
  /** `reference` belongs to every community, production's too; `dynamic` is derived from `sample`. */
  readonly kind: 'reference' | 'sample' | 'dynamic';
  /** Column with the id of whom a row tells about and nobody else: such rows are gone when the person leaves. */
  readonly personOf?: Column;
  /** Raise it to have the seed applied again though its rows look the same. */
  readonly version: number;
  count(ctx: ForumContext): number;
  row(ctx: ForumContext, index: number): SeedRow<Column>;
}

/** Checks a factory's columns against its rows' type. */
export function defineFactory<const Column extends string>(factory: Factory<Column>): Factory {
  return factory;
}

export const at = (ms: number): Date => new Date(ms);

export const atOrNull = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
