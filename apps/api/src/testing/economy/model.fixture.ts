import {
  Account,
  COMMENTS,
  dayOf,
  economyRules,
  type EconomyText,
  kindOf,
  LIKES_GIVEN,
  LIKES_RECEIVED,
  NO_SOURCE,
  POSTS,
  Reason,
  reasonNames,
  reasonOf,
  Source,
  sourceNames,
  sourceOf,
  startOfDay,
} from '@agora/db/economy';
import { type Act, type Actor, actors } from './story.fixture.ts';
import type { Standing } from './standing.fixture.ts';

/** A post or a comment, as far as points go. */
interface Written {
  readonly author: Actor;
  readonly counter: typeof POSTS | typeof COMMENTS;
  /** The post that a comment is on. */
  readonly on: number | undefined;
  publishedAt: number;
  published: boolean;
  readonly likedBy: Set<Actor>;
}

/** What follows from a story by the rules in TypeScript. It is told of acts that have happened. */
export class EconomyModel {
  readonly #rules;
  readonly #accounts = new Map<Actor, { account: Account; ledger: Standing[Actor]['ledger'][number][] }>();
  readonly #written = new Map<number, Written>();
  /** What has been paid is not paid again: keys of the ledger. */
  readonly #paid = new Set<string>();
  #at = startOfDay(20_000);

  constructor(text: EconomyText) {
    this.#rules = economyRules(text);
    for (const actor of actors) {
      const ledger: Standing[Actor]['ledger'][number][] = [];
      const account = new Account(this.#rules, ({ points, at }, amount, kind) => {
        const reason = reasonNames[reasonOf(kind)]!;
        const source = sourceNames[sourceOf(kind)] ?? null;
        ledger.push({ reason, source, amount, balance: points, made: dayOf(at) });
      });
      this.#accounts.set(actor, { account, ledger });
    }
  }

  /** Whether a balance would stay above zero: what the rules themselves refuse. */
  mayHappen(act: Act): boolean {
    if (act.do === 'tip') return this.#account(act.who).points >= act.amount;
    return act.do !== 'adjust' || this.#account(act.who).points + act.amount >= 0;
  }

  happen(act: Act): void {
    this.#at += 1;
    const at = this.#at;
    switch (act.do) {
      case 'let a night pass':
        this.#at = startOfDay(dayOf(at) + 1);
        return;
      case 'welcome':
        return this.#earn(act.who, `welcome ${act.who}`, kindOf(Reason.WELCOME, Source.USER));
      case 'adjust':
        this.#account(act.who).move(act.amount, kindOf(Reason.ADJUSTMENT, NO_SOURCE), 0, at);
        return;
      case 'tip':
        this.#account(act.who).move(-act.amount, kindOf(Reason.TIP_SENT, Source.USER), 0, at);
        this.#account(act.to).move(act.amount, kindOf(Reason.TIP_RECEIVED, Source.USER), 0, at);
        return;
      case 'post':
      case 'draft':
        this.#written.set(act.as, written(act.who, POSTS, undefined));
        if (act.do === 'post') this.#publish(act.as);
        return;
      case 'comment':
        this.#written.set(act.as, written(act.who, COMMENTS, act.on));
        return this.#publish(act.as);
      case 'publish':
        // What was published before is no draft: asking for it again changes nothing.
        if (this.#find(act.what).publishedAt === 0) this.#publish(act.what);
        return;
      case 'accept': {
        const answer = this.#find(act.what);
        if (answer.author === this.#find(answer.on!).author) return;
        return this.#earn(
          answer.author,
          `answer ${act.what}`,
          kindOf(Reason.ANSWER_ACCEPTED, Source.COMMENT),
        );
      }
      case 'take back':
        return;
      case 'archive':
      case 'hide':
      case 'delete':
        return this.#setPublished(act.what, false);
      case 'show':
        return this.#setPublished(act.what, true);
      default:
        return this.#like(act.who, act.what, act.do === 'like');
    }
  }

  standing(): Standing {
    const today = dayOf(this.#at);
    const standingOf = (actor: Actor): Standing[Actor] => {
      const { account, ledger } = this.#accounts.get(actor)!;
      const [posts, comments, likesGiven, likesReceived, streakDays] = account.counters;
      const begun = [...account.begunAt.entries()].filter(([, begunAt]) => begunAt > 0);
      return {
        points: account.points,
        level: account.level,
        posts: posts!,
        comments: comments!,
        likesGiven: likesGiven!,
        likesReceived: likesReceived!,
        streakDays: streakDays!,
        lastActive: account.days.last < 0 ? null : today - account.days.last,
        achievements: Object.fromEntries(
          begun.map(([n, begunAt]) => {
            const earnedAt = account.earnedAt[n]!;
            const earned = earnedAt === 0 ? null : today - dayOf(earnedAt);
            return [n, { progress: account.progress(n), begun: today - dayOf(begunAt), earned }];
          }),
        ),
        ledger: ledger.map((entry) => ({ ...entry, made: today - entry.made })),
      };
    };
    return {
      admin: standingOf('admin'),
      moderator: standingOf('moderator'),
      bob: standingOf('bob'),
      carol: standingOf('carol'),
    };
  }

  #account(actor: Actor): Account {
    return this.#accounts.get(actor)!.account;
  }

  #find(as: number): Written {
    return this.#written.get(as)!;
  }

  #earn(actor: Actor, key: string, kind: number): void {
    if (this.#paid.has(key) || this.#account(actor).earn(kind, 0, this.#at) === 0) return;
    this.#paid.add(key);
  }

  #publish(as: number): void {
    const one = this.#find(as);
    const post = one.counter === POSTS;
    this.#earn(
      one.author,
      `written ${as}`,
      post ? kindOf(Reason.POST, Source.POST) : kindOf(Reason.COMMENT, Source.COMMENT),
    );
    one.publishedAt = this.#at;
    this.#setPublished(as, true);
  }

  #setPublished(as: number, published: boolean): void {
    const one = this.#find(as);
    if (one.published === published) return;
    one.published = published;
    if (published) this.#account(one.author).publish(one.counter, one.publishedAt, this.#at);
    else this.#account(one.author).withdraw(one.counter, one.publishedAt, this.#at);
  }

  #like(actor: Actor, as: number, liking: boolean): void {
    const { author, counter, likedBy } = this.#find(as);
    if (likedBy.has(actor) === liking) return;
    if (liking) {
      likedBy.add(actor);
      const source = counter === POSTS ? Source.POST_LIKE : Source.COMMENT_LIKE;
      this.#earn(actor, `like ${as} ${actor} given`, kindOf(Reason.LIKE_GIVEN, source));
      this.#earn(author, `like ${as} ${actor} received`, kindOf(Reason.LIKE_RECEIVED, source));
    } else likedBy.delete(actor);
    const change = liking ? 1 : -1;
    this.#account(actor).like(LIKES_GIVEN, change, this.#at);
    this.#account(author).like(LIKES_RECEIVED, change, this.#at);
  }
}

function written(author: Actor, counter: Written['counter'], on: number | undefined): Written {
  return { author, counter, on, publishedAt: 0, published: false, likedBy: new Set() };
}
