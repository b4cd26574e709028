import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findWorkspaceRoot } from '@agora/postgres';
import { describe, expect, test } from 'vitest';
import { DAY_MS, localHour } from './values/calendar.ts';
import { posts as postRows } from './factories/posts.ts';
import { communityContext } from './plan/model/community.ts';
import { planForum } from './plan/plan-forum.ts';
import { demo } from './profiles/demo.ts';
import { profiles } from './profiles/index.ts';
import { pointsShownSince } from './text/moderation.ts';
import { userIndex } from './text/people.ts';
import { economy } from './text/reference.ts';

// What a reader would stumble over, as far as it can be counted.

const context = communityContext(demo.communities[0]!, demo.seed, new Date(demo.referenceDate));
const plan = planForum(context);
const nameOf = (user: number): string => plan.users[user]!.person.username;
const iso = (ms: number): string => new Date(ms).toISOString();

const threadTexts = plan.posts.map((post, index) => ({
  post,
  comments: plan.comments.filter((comment) => comment.post === index),
}));
const texts = [...plan.posts.map(({ text }) => text.body), ...plan.comments.map(({ text }) => text.text)];

function prose(text: string): string {
  return text.replaceAll(/```[^]*?```/g, ' ').replaceAll(/^\|.*\|$/gm, ' ');
}

function titled(title: string): (typeof threadTexts)[number] {
  return threadTexts.find(({ post }) => post.text.title === title)!;
}

/** Share of the comments that begin with the most common opening of so many words. */
function shareOfOpening(words: number): number {
  const openings = new Map<string, number>();
  for (const { text } of plan.comments) {
    const opening = text.text.toLowerCase().split(/\s+/).slice(0, words).join(' ');
    openings.set(opening, (openings.get(opening) ?? 0) + 1);
  }
  return Math.max(...openings.values()) / plan.comments.length;
}

/** When somebody said what begins like this; a body or a comment. */
function writtenAt(start: string): number {
  const found =
    plan.comments.find(({ text }) => text.text.startsWith(start)) ??
    plan.posts.find(({ text }) => text.body.startsWith(start));
  return found!.createdAt;
}

describe('the words', () => {
  test('say no sentence twice', () => {
    const seen = new Map<string, number>();
    for (const text of texts) {
      for (const sentence of prose(text).split(/(?<=[.!?])\s+|\n+/)) {
        const plain = sentence.trim().toLowerCase();
        if (plain.split(/\s+/).length >= 4) seen.set(plain, (seen.get(plain) ?? 0) + 1);
      }
    }
    expect(seen.size).toBeGreaterThan(1_000);
    expect([...seen].filter(([, times]) => times > 1)).toEqual([]);
  });

  test('begin in many ways', () => {
    expect(shareOfOpening(1)).toBeLessThan(0.12);
    expect(shareOfOpening(2)).toBeLessThan(0.03);
    expect(shareOfOpening(3)).toBeLessThan(0.01);
  });

  test('mention people who are in the thread, the team and those whom a note thanks apart', () => {
    const outside = threadTexts.flatMap(({ post, comments }) => {
      const here = new Set([post, ...comments].map(({ author }) => nameOf(author)));
      const written = [post.text.body, ...comments.map(({ text }) => text.text)];
      const mentioned = written.flatMap((text) => [...text.matchAll(/@([a-z][a-z0-9_]{2,})/g)]);
      return mentioned
        .filter(([, name]) => !here.has(name!))
        .map(([, name]) => `${post.text.title}: ${name}`);
    });
    expect(outside).toEqual([
      'The house rules, in one page: admin',
      'From now on, changes come with notes: priya_k',
    ]);
  });

  test('close every block of code, and show some in most threads of Development', () => {
    expect(texts.filter((text) => (text.match(/```/g) ?? []).length % 2 === 1)).toEqual([]);
    const development = threadTexts.filter(({ post }) => post.channel === 'development');
    const withCode = development.filter(({ post, comments }) =>
      [post.text.body, ...comments.map(({ text }) => text.text)].some((text) => text.includes('```')),
    );
    expect(withCode.length / development.length).toBeGreaterThan(0.6);
  });

  test('spell names as their bearers do', () => {
    expect(plan.users[userIndex('marisol')]!.words.lastName).toMatch(/^García /);
  });

  test('are English throughout: no letters of other scripts', () => {
    for (const text of texts) expect(text).toMatch(/^[\p{Script=Latin}\p{Script=Common}\p{Mn}]*$/u);
  });
});

describe('what is said of the forum', () => {
  test('agrees with its points, its caps and its limits', () => {
    const { post } = titled('Points, levels and what they are (and are not) for');
    const table = [...post.text.body.matchAll(/^\| (.+) \| (\d+) \|$/gm)].map(([, , points]) =>
      Number(points),
    );
    expect(table).toEqual([
      economy.welcomeBonus,
      economy.post,
      economy.comment,
      economy.likeGiven,
      economy.likeReceived,
      economy.answerAccepted,
    ]);
    expect(economy.dailyLikes).toBe(50);
    expect(texts.some((text) => text.startsWith('Capped at fifty a day'))).toBe(true);
    // The largest file is the API's to say; its default stands in .env.example.
    const settings = readFileSync(path.join(findWorkspaceRoot(import.meta.dirname), '.env.example'), 'utf8');
    const limit = Number(/MEDIA_LIMIT_BYTES=(\d+)/.exec(settings)![1]) / 2 ** 20;
    const moved = titled('Attachments have moved: addressed by content').post.text.body;
    expect(moved).toContain(`up to ${limit} MB`);
  });

  test('was as people remember it', () => {
    // A promise comes before what it promised.
    expect(writtenAt('I will clean mine up and post it')).toBeLessThan(
      titled('A server from nothing in one script (as promised)').post.createdAt,
    );
    // "Three of mine were waiting. I have accepted them all."
    const since = titled('From now on, changes come with notes').post.createdAt;
    const accepted = plan.comments.filter(
      (comment) =>
        nameOf(plan.posts[comment.post]!.author) === 'carol' &&
        comment.acceptedAt !== null &&
        comment.acceptedAt > since &&
        comment.acceptedAt < writtenAt('Three of mine were waiting'),
    );
    expect(accepted).toHaveLength(3);
    // "There were two reports in the first ten days, and one of them was mine, about cake."
    const asked = titled('What makes you report something, and what makes you not?').post;
    const early = plan.reports.filter(({ at }) => at < asked.createdAt);
    expect(early.map(({ text }) => text.by)).toEqual(['moderator', 'priya_k']);
    // "The longest thread so far is about tabs", "exactly one person has used the word".
    const month = titled('First month: some numbers, some thanks').post.createdAt;
    const lengths = threadTexts.map(({ post, comments }) => ({
      title: post.text.title,
      comments: comments.filter(({ createdAt }) => createdAt < month).length,
    }));
    expect(lengths.toSorted((a, b) => b.comments - a.comments)[0]!.title).toMatch(/^Tabs or spaces/);
    const synergy = plan.comments.filter(
      ({ text, createdAt }) => /synergy/i.test(text.text) && createdAt < month,
    );
    expect(synergy.map(({ author }) => nameOf(author))).toEqual(['wren']);
    // "I searched for "routers" and got the children who were routers": search finds titles and posts.
    const found = plan.posts.filter(
      ({ text, createdAt }) =>
        text.body.includes('routers') && createdAt < writtenAt('I searched for "routers"'),
    );
    expect(found).toHaveLength(1);
    // A comment was edited to say whose words it quotes after the ban for it, not before.
    const quoting = plan.comments.find(({ text }) => text.text.startsWith('and so spoke the village idiot'))!;
    expect(quoting.editedAt).toBeGreaterThan(plan.bans[0]!.from);
    // Nobody gave points away before they were shown.
    const shown = titled('Points, levels and what they are (and are not) for').post.createdAt;
    expect(plan.ledger.filter(({ reason, at }) => reason === 'TIP_SENT' && at < shown)).toEqual([]);
  });

  test('points are earned or given, but for the two adjustments that are told', () => {
    for (const profile of profiles) {
      for (const spec of profile.communities) {
        const forum = communityContext(spec, profile.seed, new Date(profile.referenceDate));
        const { users, ledger } = planForum(forum);
        if (users.length === 0) continue;
        const adjusted = ledger.filter(({ reason }) => reason === 'ADJUSTMENT');
        // "My own account holds the forum's purse, filled today by one entry", and "the points he missed".
        expect(adjusted.map(({ user }) => users[user]!.person.username)).toEqual(['admin', 'tomasz']);
        const [filled, missed] = adjusted;
        expect(filled!.amount % 1_000).toBe(0);
        const shown = forum.calendar.at(...pointsShownSince);
        expect(filled!.at).toBeGreaterThan(shown);
        expect(filled!.at).toBeLessThan(shown + DAY_MS / 2);
        expect(missed!.amount).toBeLessThanOrEqual(economy.answerAccepted);
        // Out of it come tips once a month; whatever is given arrives in the same moment.
        const sent = ledger.filter(({ reason }) => reason === 'TIP_SENT');
        const received = ledger.filter(({ reason }) => reason === 'TIP_RECEIVED');
        const fromPurse = sent.filter(({ user }) => user === userIndex('admin'));
        expect(new Set(fromPurse.map(({ at }) => at)).size).toBe(3);
        expect(fromPurse.some(({ source }) => source![1] === users[userIndex('moderator')]!.id)).toBe(true);
        const pairs = (entries: typeof ledger, from: boolean): string[] =>
          entries
            .map(({ user, source, at, amount }) => {
              const [giver, receiver] = from ? [users[user]!.id, source![1]] : [source![1], users[user]!.id];
              return `${giver} ${receiver} ${at} ${Math.abs(amount)}`;
            })
            .toSorted();
        expect(pairs(received, false)).toEqual(pairs(sent, true));
      }
    }
  });

  test('school is on weekdays', () => {
    for (const start of ['We did it today. Three of them', 'The empty cell!']) {
      const at = new Date(writtenAt(start));
      expect(at.getUTCDay()).toBeGreaterThanOrEqual(1);
      expect(at.getUTCDay()).toBeLessThanOrEqual(5);
      expect(localHour(at.getTime(), 'Europe/Madrid')).toBeGreaterThan(9);
    }
  });
});

describe('what people do', () => {
  test('is done awake: writing, editing, accepting, liking, tipping, reporting, banning', () => {
    for (const profile of profiles) {
      for (const spec of profile.communities) {
        const { users, posts, comments, postLikes, commentLikes, ledger, reports, bans } = planForum(
          communityContext(spec, profile.seed, new Date(profile.referenceDate)),
        );
        const acts: [what: string, user: number, at: number | null][] = [
          ...posts.flatMap((post): typeof acts => [
            ['post', post.author, post.createdAt],
            ['edit', post.author, post.editedAt],
          ]),
          ...comments.flatMap((comment): typeof acts => [
            ['comment', comment.author, comment.createdAt],
            ['edit', comment.author, comment.editedAt],
            ['accept', posts[comment.post]!.author, comment.acceptedAt],
          ]),
          ...[...postLikes, ...commentLikes].map(({ user, at }): (typeof acts)[number] => ['like', user, at]),
          ...ledger
            .filter(({ reason }) => reason === 'TIP_SENT')
            .map(({ user, at }): (typeof acts)[number] => ['tip', user, at]),
          ...reports.flatMap(({ text, at, handledAt }): typeof acts => [
            ['report', userIndex(text.by), at],
            ...(text.handled === undefined
              ? []
              : [['handle', userIndex(text.handled.by), handledAt] satisfies (typeof acts)[number]]),
          ]),
          ...bans.flatMap(({ text, from, liftedAt }): typeof acts => [
            ['ban', userIndex(text.by), from],
            ['lift', userIndex(text.by), liftedAt],
          ]),
        ];
        const asleep = acts.filter(([, user, at]) => {
          const { sleeps, timeZone } = users[user]!.person;
          const hour = at === null ? 12 : localHour(at, timeZone);
          return hour >= sleeps[0] && hour < sleeps[1];
        });
        expect(
          asleep.map(([what, user, at]) => `${what} ${users[user]!.person.username} ${iso(at!)}`),
        ).toEqual([]);
      }
    }
  });

  test('ends where a post was hidden, and who objects does not like it', () => {
    const hidden = threadTexts.filter(({ post }) => post.text.status === 'HIDDEN');
    expect(hidden).toHaveLength(2);
    for (const { post, comments } of hidden) {
      expect(post.hiddenAt).not.toBeNull();
      const index = plan.posts.indexOf(post);
      const likes = [
        ...plan.postLikes.filter(({ target }) => target === index),
        ...plan.commentLikes.filter(({ target }) => plan.comments[target]!.post === index),
      ];
      const last = Math.max(...comments.map(({ createdAt }) => createdAt), ...likes.map(({ at }) => at));
      expect(last).toBeLessThan(post.hiddenAt!);
      const fans = plan.postLikes.filter(({ target }) => target === index).map(({ user }) => nameOf(user));
      const against = plan.reports.filter((report) => report.post === index).map(({ text }) => text.by);
      expect(fans.filter((name) => against.some((by) => by === name))).toEqual([]);
      // It was hidden when the last report about it had been handled, give or take the minute.
      const handled = plan.reports
        .filter((report) => report.post === index)
        .map(({ handledAt }) => handledAt!);
      expect(Math.abs(Math.min(...handled) - post.hiddenAt!)).toBeLessThan(120_000);
    }
  });
});

test('threads of the last days have had fewer readers than they will', () => {
  const forum = { ...context, plan, passwordHashes: new Map<string, string>() };
  const readers = (from: number, to: number): number => {
    const chosen = plan.posts.flatMap(({ createdAt, likes, comments, hiddenAt }, index) => {
      const days = (context.calendar.referenceMs - createdAt) / DAY_MS;
      if (days < from || days >= to || hiddenAt !== null) return [];
      return Number(postRows.row(forum, index)['view_count']) / (likes + comments);
    });
    return chosen.reduce((sum, each) => sum + each, 0) / chosen.length;
  };
  expect(readers(0, 5)).toBeLessThan(0.8 * readers(20, 80));
});

test('a new thread changes the ids of no other', () => {
  const spec = demo.communities[0]!;
  const threads = spec.threads!;
  const [first] = threads.general;
  const more = {
    ...first!,
    title: 'Another thread, in front of all others',
    day: 1,
    time: '09:00',
    replies: [],
  };
  const other = planForum(
    communityContext(
      { ...spec, threads: { ...threads, general: [{ ...more, by: 'admin' }, ...threads.general] } },
      demo.seed,
      new Date(demo.referenceDate),
    ),
  );
  const ids = new Set([...other.posts, ...other.comments].map(({ id }) => id));
  expect([...plan.posts, ...plan.comments].filter(({ id }) => !ids.has(id))).toEqual([]);
});
