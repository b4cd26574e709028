import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findWorkspaceRoot } from '@agora/postgres';
import { expect, test } from 'vitest';
import { seedErrorCodes } from './error-codes.ts';
import {
  ACTIVITY_EXPONENT,
  COMMENT_LIKE_TAIL,
  LIKING_EXPONENT,
  POST_COMMENTS,
  POST_LIKES,
  POSTS_PER_USER,
} from './simulation/distributions.ts';
import { estimateLoad } from './load/plan/estimate.ts';
import { communityContext } from './plan/model/community.ts';
import { planForum } from './plan/plan-forum.ts';
import { demo } from './profiles/demo.ts';
import { profiles } from './profiles/index.ts';
import { renderThread } from './render-thread.ts';
import { threads } from './text/threads/index.ts';
import { people } from './text/people.ts';
import { kept } from './validation/database/kept.ts';
import { invariants } from './validation/index.ts';

const page = readFileSync(path.join(findWorkspaceRoot(import.meta.dirname), 'docs', 'seeds.md'), 'utf8');

test('docs/seeds.md shows a thread as the seeds make it, and every error code', () => {
  expect(page).toContain(
    renderThread(demo, 'Two people buy the last switch cover at the same time. What now?'),
  );
  for (const [code, meaning] of Object.entries(seedErrorCodes))
    expect(page).toContain(`| \`${code}\` | ${meaning} |`);
});

test('docs/seeds.md counts right what is in each profile', () => {
  for (const profile of profiles) {
    const plans = profile.communities.map((spec) =>
      planForum(communityContext(spec, profile.seed, new Date(profile.referenceDate))),
    );
    const sum = (count: (plan: (typeof plans)[number]) => number): number =>
      plans.reduce((total, plan) => total + count(plan), 0);
    const row = page.split('\n').find((line) => line.startsWith(`| \`${profile.name}\` |`))!;
    expect(row).toBeDefined();
    if (sum((plan) => plan.posts.length) === 0) continue;
    expect(row).toContain(
      `${sum((plan) => plan.posts.length)} posts, ${sum((plan) => plan.comments.length)} comments`,
    );
  }
  expect(page).toContain(`${people.length} people`);
  expect(Math.round(estimateLoad(1).rows / 1e6)).toBe(2);
});

test('docs/seeds.md names every invariant, and the parameters of the long tails', () => {
  expect(page).toContain(`${invariants.length} invariants`);
  for (const { name, summary } of invariants) expect(page).toContain(`| \`${name}\` | ${summary} |`);
  for (const line of [
    `| who writes | Zipf by rank, exponent ${ACTIVITY_EXPONENT} |`,
    `| who likes | Zipf by rank, exponent ${LIKING_EXPONENT} |`,
    `| comments of a post | log-normal, median ${POST_COMMENTS.median}, σ ${POST_COMMENTS.sigma}, at most ${POST_COMMENTS.most} |`,
    `| likes of a post | log-normal, median ${POST_LIKES.median}, σ ${POST_LIKES.sigma} |`,
    `| likes of a comment | Pareto tail, exponent ${COMMENT_LIKE_TAIL} |`,
    `| posts of a user | ${POSTS_PER_USER} on average |`,
  ]) {
    expect(page).toContain(line);
  }
});

test('docs/rules.md names every invariant, and every check of the database', () => {
  const rules = readFileSync(path.join(findWorkspaceRoot(import.meta.dirname), 'docs', 'rules.md'), 'utf8');
  const checks = kept.flatMap((line) => /^constraint (\w+) of \w+: CHECK/.exec(line)?.[1] ?? []);
  expect(checks.length).toBeGreaterThan(30);
  for (const name of [...checks, ...invariants.map((invariant) => invariant.name)])
    expect(rules).toContain(`\`${name}\``);
});

test('a thread and a profile written as docs/seeds.md says make a forum', () => {
  const development = [
    ...threads.development,
    {
      day: 40,
      time: '12:30',
      by: 'carol' as const,
      title: 'Does anybody use a label printer?',
      tags: ['question' as const],
      body: 'For the tool library. Ours eats every third label.',
      replies: [
        { by: 'bob' as const, after: '2h' as const, text: 'Is it the labels or the printer?', replies: [] },
      ],
    },
  ];
  const spec = {
    ...demo.communities[0]!,
    threads: { general: [], announcements: [], development, crypto: [], community: [] },
  };
  const plan = planForum(communityContext(spec, 7, new Date(demo.referenceDate)));
  expect(plan.posts).toHaveLength(development.length);
  expect(plan.posts.map(({ text }) => text.title)).toContain('Does anybody use a label printer?');
  for (const line of ["title: 'Does anybody use a label printer?'", "slug: 'workshop'"])
    expect(page).toContain(line);
});
