import type { Viewer } from '../../auth/access-token.ts';
import type { Forum } from '../../database/forum.ts';
import { standingInTeamSql } from '../acting/standing-in-team.sql.ts';
import { linksIn } from './links.ts';
import { mentionsIn } from './mentions.ts';
import { RateLimiter } from '../../limits/rate-limiter.ts';

/**
 * What a member may do in an hour. Links and mentions are counted in posts and comments, edits included. What an edit replaces
 * is kept, and of a tip its receiver is told.
 */
const perHour = {
  posts: 20,
  comments: 200,
  edits: 120,
  links: 100,
  mentions: 100,
  reports: 30,
  tips: 60,
} as const;
/** Of a newcomer: one of the first level, or of the first day. */
const perHourOfNewcomers: Readonly<Record<Kind, number>> = {
  posts: 5,
  comments: 40,
  edits: 40,
  links: 10,
  mentions: 20,
  reports: 10,
  tips: 10,
};

type Kind = keyof typeof perHour;
type Limiters = Readonly<Record<Kind, RateLimiter>>;
type Standing = 'moderator' | 'member' | 'newcomer';

const dayMs = 86_400_000;
/** How long a standing is taken for known. */
const knownMs = 60_000;
const mostKnown = 100_000;

/**
 * Bounds what one member puts before others, newcomers most; moderators are not counted, but those without the second factor
 * that their community asks for.
 */
export class MemberLimits {
  readonly #on: boolean;
  readonly #members = limitersOf(perHour);
  readonly #newcomers = limitersOf(perHourOfNewcomers);
  readonly #standings = new Map<string, { standing: Standing; until: number }>();

  constructor(on: boolean) {
    this.#on = on;
  }

  /** Whether anything is counted at all. */
  get on(): boolean {
    return this.#on;
  }

  /**
   * Counts one thing of a kind, and the links and mentions of its text.
   * @throws ApiError `member.too_many`, with `retry-after`
   */
  async take(
    { forum, viewer }: { readonly forum: Forum; readonly viewer: Viewer },
    kind: Exclude<Kind, 'links' | 'mentions'>,
    text = '',
  ): Promise<void> {
    if (!this.#on) return;
    const standing = await this.#standingOf(forum, viewer);
    if (standing === 'moderator') return;
    const limiters = standing === 'member' ? this.#members : this.#newcomers;
    const who = `${viewer.communityId} ${viewer.userId}`;
    limiters[kind].take(who);
    const [links, mentions] = [linksIn(text), mentionsIn(text).length];
    if (links > 0) limiters.links.take(who, links);
    if (mentions > 0) limiters.mentions.take(who, mentions);
  }

  async #standingOf(forum: Forum, { communityId, userId: id, sessionId }: Viewer): Promise<Standing> {
    // Of a session: one may have a second factor that another has not.
    const key = `${communityId} ${id} ${sessionId}`;
    const known = this.#standings.get(key);
    if (known !== undefined && known.until > Date.now()) return known.standing;
    const [user, inTeam] = await Promise.all([
      forum.prisma.user.findUnique({
        where: { communityId_id: { communityId, id } },
        select: { level: true, createdAt: true },
      }),
      forum.one(standingInTeamSql({ communityId, userId: id, sessionId })),
    ]);
    const actsForTeam = inTeam !== undefined && inTeam.role !== 'MEMBER' && inTeam.lacksFactor === false;
    const standing = actsForTeam ? 'moderator' : standingOf(user);
    this.#standings.delete(key);
    this.#standings.set(key, { standing, until: Date.now() + knownMs });
    if (this.#standings.size > mostKnown) this.#standings.delete(this.#standings.keys().next().value ?? key);
    return standing;
  }
}

function standingOf(user: { readonly level: number; readonly createdAt: Date } | null): Standing {
  if (user === null) return 'newcomer';
  return user.level > 1 && Date.now() - user.createdAt.getTime() > dayMs ? 'member' : 'newcomer';
}

function limitersOf(most: Readonly<Record<Kind, number>>): Limiters {
  const limiter = (name: Kind): RateLimiter =>
    new RateLimiter({ name, most: most[name], windowSeconds: 3600, code: 'member.too_many' });
  return {
    posts: limiter('posts'),
    comments: limiter('comments'),
    edits: limiter('edits'),
    links: limiter('links'),
    mentions: limiter('mentions'),
    reports: limiter('reports'),
    tips: limiter('tips'),
  };
}
