import type { PointReason, PointSource } from '../generated/prisma/enums.ts';

/** Why a balance changes, by number: events and entries stand in typed arrays, by the million. */
export const Reason = {
  WELCOME: 0,
  POST: 1,
  COMMENT: 2,
  LIKE_GIVEN: 3,
  LIKE_RECEIVED: 4,
  ANSWER_ACCEPTED: 5,
  ACHIEVEMENT: 6,
  TIP_SENT: 7,
  TIP_RECEIVED: 8,
  ADJUSTMENT: 9,
} as const satisfies Record<PointReason, number>;

/** What kind of thing caused an entry, by number. */
export const Source = {
  USER: 0,
  POST: 1,
  COMMENT: 2,
  POST_LIKE: 3,
  COMMENT_LIKE: 4,
  ACHIEVEMENT: 5,
} as const satisfies Record<PointSource, number>;

/** For what nothing in the forum has caused. */
export const NO_SOURCE = 6;

/** Names of reasons, by their numbers. */
export const reasonNames = namesIn(Reason);
/** Names of sources, by their numbers. */
export const sourceNames = namesIn(Source);

function namesIn<Name extends string>(numbers: Readonly<Record<Name, number>>): readonly Name[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a literal are those of its type
  return Object.keys(numbers) as Name[];
}

/** Both in one byte. */
export function kindOf(reason: number, source: number): number {
  return reason | (source << 4);
}

export function reasonOf(kind: number): number {
  return kind & 15;
}

export function sourceOf(kind: number): number {
  return kind >>> 4;
}
