import { expect, test } from 'vitest';
import { demo } from '../../profiles/demo.ts';
import { people } from '../../text/people.ts';
import type { ChannelSlug } from '../../text/reference.ts';
import { re, type ReplyText, type ThreadText } from '../../text/threads/thread.ts';
import { communityContext } from '../model/community.ts';
import { planForum } from '../plan-forum.ts';

/** Plans a forum of one thread. */
function plan(channel: ChannelSlug, thread: Partial<ThreadText>): ReturnType<typeof planForum> {
  const whole: ThreadText = {
    day: 40,
    time: '12:00',
    by: 'bob',
    title: 'A thread',
    tags: [],
    body: 'Hm.',
    replies: [],
    ...thread,
  };
  const threads = {
    general: [],
    announcements: [],
    development: [],
    crypto: [],
    community: [],
    [channel]: [whole],
  };
  const spec = { ...demo.communities[0]!, threads };
  return planForum(communityContext(spec, demo.seed, new Date(demo.referenceDate)));
}

const nested = (depth: number): ReplyText =>
  depth === 0
    ? re('carol', '5m', 'There.')
    : re(depth % 2 === 0 ? 'carol' : 'bob', '5m', 'And?', nested(depth - 1));

const latecomer = people.reduce((last, person) => (person.joined[0] > last.joined[0] ? person : last));

test('a thread that could have happened is planned', () => {
  const { posts, comments } = plan('general', { replies: [nested(10)] });
  expect(posts).toHaveLength(1);
  expect(comments.map(({ depth }) => depth)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test.each<[what: string, channel: ChannelSlug, thread: Partial<ThreadText>, why: RegExp]>([
  [
    'opened where only the team may',
    'announcements',
    { by: 'bob' },
    /bob cannot have opened "A thread" in Announcements/,
  ],
  [
    'written before joining',
    'general',
    { by: latecomer.username, day: latecomer.joined[0] - 1 },
    /cannot have written "A thread"/,
  ],
  ['written while banned', 'general', { by: 'jonas', day: 65 }, /jonas cannot have written "A thread"/],
  [
    'answered after the reference date',
    'general',
    { replies: [re('carol', '80d', 'Late')] },
    /carol cannot have written "Late"/,
  ],
  [
    'answered after it was hidden',
    'general',
    { status: 'HIDDEN', hidden: [41, '12:00'], replies: [re('carol', '3d', 'Late')] },
    /answers "A thread" after that was hidden/,
  ],
  ['nested deeper than the database takes', 'general', { replies: [nested(11)] }, /nested deeper than 10/],
])('a thread is refused that was %s', (_what, channel, thread, why) => {
  expect(() => plan(channel, thread)).toThrow(
    expect.objectContaining({ code: 'seed.impossible_text', message: expect.stringMatching(why) as unknown }),
  );
});
