import { afterAll, expect, it } from 'vitest';
import { commentIds, ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';

const forum = useForum();
afterAll(() => expectInvariants(forum));

const settle = (who: Member, teamNeedsCodes: boolean) =>
  who.ask('PUT', '/moderation/settings', { holdNewMembers: 'NOTHING', newMemberDays: 1, teamNeedsCodes });
const turnCodesOn = (user: string) =>
  forum.asOwner((client) =>
    client.query(
      `INSERT INTO two_factors (community_id, user_id, secret, key_version, enabled_at, last_step) VALUES ($1, $2, repeat('A', 64), 1, now(), 1)`,
      [ids.techcorp, user],
    ),
  );

it('of a team that needs codes nobody moderates without, and members are asked for nothing', async () => {
  const [admin, moderator, carol] = [
    await logIn(forum, 'admin@forum.com'),
    await logIn(forum, 'moderator@forum.com'),
    await logIn(forum, 'carol@example.com'),
  ];
  const needed = { code: 'auth.second_factor_needed' };
  const acts = [
    () => moderator.ask('GET', '/moderation/queue'),
    () => moderator.ask('PUT', `/posts/${ids.firstPost}/moderation`, { pinned: true }),
    () => moderator.ask('PUT', `/comments/${commentIds[8]}/moderation`, { status: 'HIDDEN' }),
    () => moderator.ask('POST', '/tags', { slug: 'codes', name: 'Codes', colour: '#336699' }),
    () => moderator.ask('POST', '/bans', { user: 'bob', reason: 'Spam', endsAt: '2099-01-01T00:00:00Z' }),
  ];
  // Who has none shuts nobody out, and nobody shuts themselves out.
  expect((await settle(admin, true)).json()).toMatchObject(needed);
  await turnCodesOn(ids.admin);
  expect((await settle(admin, true)).json()).toMatchObject({ teamNeedsCodes: true });
  for (const act of acts) expect((await act()).json()).toMatchObject(needed);
  const comment = { body: 'A moderator writes as everybody does.' };
  expect((await moderator.ask('POST', `/posts/${ids.firstPost}/comments`, comment)).statusCode).toBe(201);
  expect((await carol.ask('POST', `/posts/${ids.firstPost}/comments`, comment)).statusCode).toBe(201);
  await turnCodesOn(ids.moderator);
  for (const act of acts) expect((await act()).statusCode).toBeLessThan(300);
  expect((await settle(admin, false)).statusCode).toBe(200);
});
