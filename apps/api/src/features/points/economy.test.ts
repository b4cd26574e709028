import { isDeepStrictEqual } from 'node:util';
import type { EconomyText } from '@agora/db/economy';
import { withConnection } from '@agora/postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EconomyModel } from '../../testing/economy/model.fixture.ts';
import { rulesOfSeed } from '../../testing/economy/rules-of-seed.fixture.ts';
import { logInActors, RunningForum } from '../../testing/economy/running-forum.fixture.ts';
import { type Act, shorten, tellStory } from '../../testing/economy/story.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../testing/forum/invariants.fixture.ts';
import { needsOneServer } from '../../testing/forum/one-server.fixture.ts';
import { awayFromMidnight } from '../../testing/midnight.fixture.ts';
import { patientConnectMs } from '../../testing/patience.fixture.ts';

// The economy is written twice, in SQL for the run time and in TypeScript for what is seeded (docs/adr/0012): both are
// told the same stories here, and have to come to the same end after each act.
vi.setConfig({ testTimeout: 240_000 });

const skipped = needsOneServer('features/points/economy');
const forum = useForum({ RATE_LIMIT_PER_MINUTE: '0' });
let members: Awaited<ReturnType<typeof logInActors>>;
beforeAll(async () => {
  await awayFromMidnight();
  members = await logInActors(forum);
});

/** Acts of one story. */
const LENGTH = 160;

const happenedIn = new Map<string, number>();
afterAll(() => {
  if (skipped) return;
  // Stories in which nothing happens would prove nothing.
  const rare = [
    'welcome',
    'adjust',
    'tip',
    'publish',
    'archive',
    'accept',
    'take back',
    'delete',
    'hide',
    'show',
  ];
  for (const kind of [...rare, 'post', 'comment', 'like', 'unlike', 'let a night pass']) {
    // oxlint-disable-next-line vitest/no-standalone-expect -- said once for all tests of the file
    expect([kind, happenedIn.get(kind) ?? 0]).toEqual([
      kind,
      expect.toSatisfy((times: number) => times >= 3),
    ]);
  }
});

const withRunning = <T>(use: (running: RunningForum) => Promise<T>): Promise<T> =>
  withConnection({ url: forum.config.database.url, connectTimeoutMs: patientConnectMs }, (client) =>
    use(new RunningForum(client, members)),
  );

/** Where the two first come to different ends; undefined when they never do. */
async function differenceIn(
  running: RunningForum,
  story: readonly Act[],
  rules: EconomyText,
  modelled = rules,
): Promise<string | undefined> {
  const model = new EconomyModel(modelled);
  await running.begin(rules);
  for (const act of story) {
    const may = model.mayHappen(act);
    const happened = await running.perform(act);
    if (happened && !may)
      return `${JSON.stringify(act)} happened, and is impossible by the rules in TypeScript.`;
    if (!happened) continue;
    happenedIn.set(act.do, (happenedIn.get(act.do) ?? 0) + 1);
    model.happen(act);
    const [atRunTime, byRules] = [await running.standing(), model.standing()];
    if (isDeepStrictEqual(atRunTime, byRules)) continue;
    const changed = Object.entries(byRules).filter(
      ([actor, standing]) =>
        !isDeepStrictEqual(standing, Object.entries(atRunTime).find(([name]) => name === actor)?.[1]),
    );
    return changed
      .map(([actor, standing]) => {
        const other = Object.entries(atRunTime).find(([name]) => name === actor)?.[1];
        return `${actor}, at run time:    ${JSON.stringify(other)}\n${actor}, in TypeScript: ${JSON.stringify(standing)}`;
      })
      .join('\n');
  }
  return undefined;
}

describe.skipIf(skipped)('the economy in SQL and in TypeScript', () => {
  it.each([1, 2, 3, 4])('comes to the same end after each act of story %i', (seed) =>
    withRunning(async (running) => {
      const [story, rules] = [tellStory(seed, LENGTH), rulesOfSeed(seed)];
      const difference = await differenceIn(running, story, rules);
      if (difference === undefined) return expectInvariants(forum);
      const shows = async (part: readonly Act[]) => (await differenceIn(running, part, rules)) !== undefined;
      const shortest = await shorten(story, shows);
      expect.fail(
        [
          `The two differ (seed ${seed}). With the rules ${JSON.stringify(rules)}, the shortest story that shows it:`,
          ...shortest.map((act) => `  ${JSON.stringify(act)}`),
          (await differenceIn(running, shortest, rules)) ?? difference,
        ].join('\n'),
      );
    }),
  );

  it('is told apart by one cap that differs, in a story of a few acts', () =>
    withRunning(async (running) => {
      const rules = rulesOfSeed(1);
      const economy = { ...rules.economy, post: 1, dailyPosts: 1 };
      const [truth, mistake] = [economy, { ...economy, dailyPosts: 2 }].map((one) => ({
        ...rules,
        economy: one,
      }));
      const shows = async (part: readonly Act[]) =>
        (await differenceIn(running, part, truth!, mistake)) !== undefined;
      const shortest = await shorten(tellStory(1, 60), shows);
      expect(shortest.map((act) => act.do)).toEqual(['post', 'post']);
    }));
});
