import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findWorkspaceRoot } from '@agora/postgres';
import { expect, test } from 'vitest';
import { communityContext } from './plan/model/community.ts';
import { planForum } from './plan/plan-forum.ts';
import { demo } from './profiles/demo.ts';

// Who reads the demo and then the API finds no contradiction: what the forum says of its own software is held against
// the description of the API.

const plan = planForum(communityContext(demo.communities[0]!, demo.seed, new Date(demo.referenceDate)));

/** What the team says, what is asked and told of the forum in its own channels, and what stands in its reports. */
const claims = [
  ...plan.posts
    .filter(
      ({ channel, author }) =>
        channel === 'announcements' ||
        channel === 'community' ||
        plan.users[author]!.person.role !== 'MEMBER',
    )
    .flatMap(({ text }) => [text.title, text.body]),
  ...plan.comments
    .filter(({ author }) => plan.users[author]!.person.role !== 'MEMBER')
    .map(({ text }) => text.text),
  ...plan.reports.flatMap(({ text }) => [text.details, text.handled?.resolution ?? '']),
];

interface ApiDescription {
  paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
}
const api: ApiDescription = JSON.parse(
  readFileSync(
    path.join(findWorkspaceRoot(import.meta.dirname), 'packages', 'api-client', 'openapi.json'),
    'utf8',
  ),
);
/** As in `GET /posts/{post}`, within a community; a parameter of a list as in `GET /posts?tag`. */
const routes = Object.entries(api.paths).flatMap(([url, methods]) =>
  Object.entries(methods).flatMap(([method, { parameters = [] }]) => {
    const route = `${method.toUpperCase()} ${url.replace('/c/{community}', '')}`;
    const queries = parameters.filter((parameter) => parameter.in === 'query');
    return [route, ...queries.map(({ name }) => `${route}?${name}`)];
  }),
);

/**
 * Features that may be claimed once a route has them; `as` is how they would be. A preference that is merely kept, as
 * how often one wants a digest, sends none.
 */
const absent: readonly { claim: RegExp; route: RegExp; as: string }[] = [
  {
    claim: /two-factor|\b2fa\b|authenticator app|recovery codes/i,
    route: /two-factor|totp|mfa|passkey|webauthn/,
    as: 'Two-factor login is available for everyone',
  },
  {
    claim: /passkey|switch it on here/i,
    route: /passkey|webauthn/,
    as: 'You can now add an authenticator app or a passkey.',
  },
  { claim: /digest/i, route: /digest/, as: 'email digest arrives at 4 in the morning' },
  {
    claim: /mail is fine|(?:notif|told|remind)\w* (?:you )?by mail|mail notif/i,
    route: /digest/,
    as: 'every notification twice, web only, mail is fine',
  },
  {
    claim: /your (?:own )?time zone/i,
    route: /time-?zone/i,
    as: 'Times are shown in your own time zone everywhere',
  },
  {
    claim: /numbered release|\brelease \d|release notes/i,
    route: /release|changelog/,
    as: 'Release 2: quieter mail, faster threads',
  },
  {
    claim: /private message|direct message|to me in private|\bDMs?\b/i,
    route: /message|conversation/,
    as: 'He also sent me the presale link in a private message.',
  },
  {
    claim: /wait for a moderator|held back until/i,
    route: /approval|pending|queue/,
    as: 'links in the first three posts of a new account wait for a moderator',
  },
  {
    claim: /unanswered/i,
    route: /unanswered|\?(?:answered|accepted)/,
    as: 'unanswered questions of your own on your profile page',
  },
  // The API keeps drafts, so a browser has no need to.
  { claim: /drafts are kept in your browser/i, route: /^$/, as: 'Drafts are kept in your browser' },
  { claim: /bookmark|save a thread for later/i, route: /bookmark|saved/, as: 'Bookmarks have arrived' },
  { claim: /\bpolls?\b/i, route: /poll|vote/, as: 'Posts can have a poll' },
  {
    claim: /subscri|follow (?:a|the|this|any) (?:thread|channel|member|person)/i,
    route: /follow|subscri|watch/,
    as: 'You can now follow a thread',
  },
  { claim: /\bwebhooks?\b|\bRSS\b/i, route: /webhook|rss|feed/, as: 'There is an RSS feed' },
];

/** What was announced, and where the API has it. */
const announced: readonly (readonly [claim: string, route: string])[] = [
  ['From today every profile shows a points balance', 'GET /users/{user}'],
  ['which can only be added to', 'GET /me/points/history'],
  ['the first line of the leaderboard', 'GET /leaderboard'],
  ['it tips people for work that nobody sees', 'POST /tips'],
  ['Keep what you are writing as a draft', 'POST /posts'],
  ['Search is here', 'GET /search'],
  ['files are stored by the hash of their content', 'GET /media/{cid}'],
  ['You can now log out everywhere at once', 'POST /auth/logout-everywhere'],
  ['A new password does the same', 'POST /auth/password'],
  ['mail you a way to choose another', 'POST /auth/password/forgot'],
  ['a list of all your own threads, drafts too', 'GET /me/posts'],
  ['an edit keeps what the post said before', 'GET /posts/{post}/revisions'],
  ['Long threads load in a single request', 'GET /posts/{post}'],
  ['Pinned threads have a list of their own', 'GET /pinned'],
  ['answers should be marked by the asker only', 'PUT /comments/{comment}/accepted'],
  ['Use the report button', 'POST /reports'],
];

test('claims no feature of which the API has no route', () => {
  expect(routes.length).toBeGreaterThan(50);
  for (const { claim, route, as } of absent) {
    // What it looks for is found in the words in which it was once said, or would be.
    expect(as).toMatch(claim);
    if (routes.some((known) => route.test(known))) continue;
    expect(
      claims.filter((text) => claim.test(text)),
      `no route ${String(route)}`,
    ).toEqual([]);
  }
});

test('has a route for what the team has announced', () => {
  expect(announced.filter(([claim]) => !claims.some((text) => text.includes(claim)))).toEqual([]);
  expect(announced.filter(([, route]) => !routes.includes(route))).toEqual([]);
  // "A like notifies nobody; replies, mentions, tips and accepted answers do."
  const kinds = ['REPLY', 'MENTION', 'FOLLOWED', 'ANSWER_ACCEPTED', 'TIP', 'MODERATION'];
  expect(claims.some((text) => text.includes('A like notifies nobody; replies, mentions, tips'))).toBe(true);
  expect(JSON.stringify(api)).toContain(JSON.stringify(kinds));
});
