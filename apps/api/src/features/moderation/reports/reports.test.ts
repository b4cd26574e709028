import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commentIds, ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';
import { moderationLog } from '../log/list-moderation-log.ts';

const forum = useForum();
let bob: Member;
let moderator: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
  moderator = await logIn(forum, 'moderator@forum.com');
});
afterAll(() => expectInvariants(forum));
const hide = (status: string) => moderator.ask('PUT', `/posts/${ids.firstPost}/moderation`, { status });

describe('reports', () => {
  it('are open once for each reporter and target, however many come at once', async () => {
    const [first] = commentIds;
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => bob.ask('POST', '/reports', { reason: 'SPAM', commentId: first })),
    );
    const codes = answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b);
    expect(codes).toEqual([201, 409, 409, 409]);
    expect(answers.find((answer) => answer.statusCode === 409)?.json()).toMatchObject({
      code: 'conflict.duplicate',
      detail: 'You have reported this comment already, and it is still looked at.',
    });
    const made = answers.find((answer) => answer.statusCode === 201)?.json<{ id: string }>();
    const decision = { status: 'RESOLVED', resolution: 'Taken out.' };
    for (const status of [200, 200]) {
      const answer = await moderator.ask('POST', `/reports/${made?.id}/decision`, decision);
      expect(answer.statusCode).toBe(status);
    }
    expect(
      (
        await moderator.ask('POST', `/reports/${made?.id}/decision`, { ...decision, status: 'DISMISSED' })
      ).json(),
    ).toMatchObject({ code: 'report.closed', detail: 'You have handled this report.' });
    const log = moderationLog.parse((await moderator.ask('GET', '/moderation/log')).json());
    expect(log.items.filter((entry) => entry.targetId === made?.id)).toHaveLength(1);
  });

  it('reach nobody who left, and nothing below a hidden post', async () => {
    await forum.asOwner((client) =>
      client.query(
        `INSERT INTO users (community_id, id, email, username, display_name, status)
         VALUES ($1, gen_random_uuid(), 'gone@deleted.invalid', 'deleted_gone', 'Deleted user', 'DEACTIVATED')`,
        [ids.techcorp],
      ),
    );
    expect(
      (await bob.ask('POST', '/reports', { reason: 'SPAM', user: 'deleted_gone' })).json(),
    ).toMatchObject({
      code: 'resource.not_found',
      detail: 'No such user.',
    });
    await hide('HIDDEN');
    const under = await bob.ask('POST', '/reports', { reason: 'SPAM', commentId: commentIds[2] });
    await hide('PUBLISHED');
    expect(under.statusCode).toBe(404);
  });
});
