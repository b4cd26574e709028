import type { Counter } from '../../../economy/index.ts';
import type { NotificationKind, PointReason, PointSource } from '../../../generated/prisma/enums.ts';
import type { Attachment } from '../../text/attachments.ts';
import type { Person } from '../../text/people.ts';
import type { ChannelSlug } from '../../text/reference.ts';
import type { BanText, ReportText } from '../../text/moderation.ts';
import type { ReplyText, ThreadText } from '../../text/threads/thread.ts';

/** What faker says about a person. */
export interface PersonWords {
  lastName: string;
}

/** Times are milliseconds since 1970; `user`, `post` and `comment` are positions in the plan's lists. */
export interface PlannedUser {
  person: Person;
  words: PersonWords;
  id: string;
  joinedAt: number;
  /** Half-open spans in which the user may not act. */
  banned: readonly (readonly [from: number, until: number])[];
  suspended: boolean;
}

export interface PlannedPost {
  id: string;
  /** Of its channel and title, for draws: a thread more or less changes nothing about the others. */
  key: number;
  channel: ChannelSlug;
  author: number;
  text: ThreadText;
  createdAt: number;
  hiddenAt: number | null;
  editedAt: number | null;
  /** What the text was before the edit. */
  before: string | null;
  lastActivityAt: number;
  comments: number;
  likes: number;
}

export interface PlannedComment {
  id: string;
  /** Of the post's and its place in the thread, for draws. */
  key: number;
  post: number;
  author: number;
  parent: number | null;
  depth: number;
  path: Buffer;
  text: ReplyText;
  createdAt: number;
  editedAt: number | null;
  acceptedAt: number | null;
  likes: number;
}

export interface PlannedLike {
  /** Position of the post or comment. */
  target: number;
  user: number;
  at: number;
}

export interface PlannedFollow {
  post: number;
  user: number;
  at: number;
}

export interface PlannedMedia {
  id: string;
  post: number;
  attachment: Attachment;
  createdAt: number;
}

export interface PlannedLogin {
  id: string;
  user: number;
  provider: string;
  createdAt: number;
}

/** Points from one user to another. */
export interface PlannedTip {
  from: number;
  to: number;
  amount: number;
  at: number;
}

/** Points that the team has given to a user, or taken. */
export interface PlannedAdjustment {
  user: number;
  amount: number;
  at: number;
}

/** Where a user stands in the end. */
export interface PlannedStanding {
  points: number;
  /** Entries in the ledger. */
  entries: number;
  level: number;
  counted: Readonly<Record<Counter, number>>;
  /** Midnight (UTC) of the last day with a post or a comment. */
  lastActiveOn: number | null;
  /** When the user last wrote or liked something, or joined. */
  lastActAt: number;
}

export interface PlannedAchievement {
  user: number;
  /** Position in the reference list of achievements. */
  achievement: number;
  progress: number;
  earnedAt: number | null;
  startedAt: number;
}

export interface PlannedEntry {
  id: string;
  user: number;
  sequence: number;
  amount: number;
  balanceAfter: number;
  reason: PointReason;
  source: readonly [type: PointSource, id: string] | null;
  key: string;
  at: number;
}

export interface PlannedReport {
  id: string;
  text: ReportText;
  post: number | null;
  comment: number | null;
  user: number | null;
  at: number;
  handledAt: number | null;
}

export interface PlannedBan {
  id: string;
  text: BanText;
  from: number;
  until: number | null;
  liftedAt: number | null;
}

/** Something that somebody was told. */
export interface PlannedNotice {
  id: string;
  user: number;
  actor: number;
  kind: NotificationKind;
  post: number | null;
  comment: number | null;
  at: number;
  readAt: number | null;
}

/** An act of the team, as the log has it. */
export interface PlannedModeration {
  id: string;
  moderator: number;
  action: string;
  target: string;
  details: Readonly<Record<string, string | boolean | null>>;
  at: number;
}

/** Everything that happened in one community, decided and in order of time, before any row is made. */
export interface ForumPlan {
  users: readonly PlannedUser[];
  posts: readonly PlannedPost[];
  comments: readonly PlannedComment[];
  postTags: readonly { post: number; tag: string }[];
  postLikes: readonly PlannedLike[];
  commentLikes: readonly PlannedLike[];
  follows: readonly PlannedFollow[];
  media: readonly PlannedMedia[];
  logins: readonly PlannedLogin[];
  standing: readonly PlannedStanding[];
  achievements: readonly PlannedAchievement[];
  ledger: readonly PlannedEntry[];
  tips: readonly PlannedTip[];
  notices: readonly PlannedNotice[];
  moderation: readonly PlannedModeration[];
  reports: readonly PlannedReport[];
  bans: readonly PlannedBan[];
}

/** What people did, from which all else follows. */
export type PlannedContent = Pick<ForumPlan, 'users' | 'posts' | 'comments' | 'postLikes' | 'commentLikes'>;

/** A community in which nothing happened: reference data only. */
export const emptyPlan: ForumPlan = {
  users: [],
  posts: [],
  comments: [],
  postTags: [],
  postLikes: [],
  commentLikes: [],
  follows: [],
  media: [],
  logins: [],
  standing: [],
  achievements: [],
  ledger: [],
  tips: [],
  notices: [],
  moderation: [],
  reports: [],
  bans: [],
};
