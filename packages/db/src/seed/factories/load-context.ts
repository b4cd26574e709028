import type { Cell, UuidWords } from '@agora/seeding';
import type { EconomyOutcome } from '../../economy/index.ts';
import type { LoadCommunityPlan } from '../simulation/community-plan.ts';
import type { Texts } from '../words/texts.ts';

/** What the cells of one generated community's rows look at. */
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

type UuidCell = Cell<'uuid'>;

/** The community of every generated row. */
export function inCommunity(cell: UuidCell, { community }: LoadContext): void {
  cell.uuid(community);
}

/** The id of a user by position; and so of a post and a comment. */
export function userId(cell: UuidCell, { plan }: LoadContext, user: number): void {
  cell.uuid7(plan.joined[user]!, plan.keys.user, user);
}

export function postId(cell: UuidCell, { plan }: LoadContext, post: number): void {
  cell.uuid7(plan.postCreated[post]!, plan.keys.post, post);
}

export function commentId(cell: UuidCell, { plan }: LoadContext, comment: number): void {
  cell.uuid7(plan.commentCreated.data[comment]!, plan.keys.comment, comment);
}

/** When rows of a user began: with joining. */
export function joinedAt(cell: Cell<'timestamptz'>, { plan }: LoadContext, user: number): void {
  cell.time(plan.joined[user]!);
}

/** A moment, or nothing where it is 0. */
export function timeOrNull(cell: Cell<'timestamptz', true>, ms: number): void {
  if (ms > 0) cell.time(ms);
  else cell.null();
}

/** An enum's labels, ready to write. */
export function labels<Label extends string>(
  names: Readonly<Record<Label, Label>>,
): Readonly<Record<Label, Buffer>> {
  const written = Object.values<Label>(names).map((name) => [name, Buffer.from(name)] as const);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one for each
  return Object.fromEntries(written) as Record<Label, Buffer>;
}

/** Texts, ready to write. */
export function utf8(texts: readonly string[]): readonly Buffer[] {
  return texts.map((text) => Buffer.from(text));
}
