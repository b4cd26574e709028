import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';
import { moderationLog } from '../log/list-moderation-log.ts';
import { ban } from './ban.ts';

const forum = useForum();
let admin: Member;
let moderator: Member;
beforeAll(async () => {
  admin = await logIn(forum, 'admin@forum.com');
  moderator = await logIn(forum, 'moderator@forum.com');
});
afterAll(() => expectInvariants(forum));

const statusOf = async (user: string) =>
  (
    await forum.asOwner((client) =>
      client.query<{ status: string }>('SELECT status FROM users WHERE id = $1', [user]),
    )
  ).rows[0]?.status;
const banCarol = async (by: Member) =>
  ban.parse((await by.ask('POST', '/bans', { user: 'carol', reason: 'Enough' })).json()).id;

describe('bans', () => {
  it('and lifting at once leave who is banned suspended, and who is not active', async () => {
    for (let round = 0; round < 12; round += 1) {
      const first = await banCarol(moderator);
      const [, second] = await Promise.all([moderator.ask('DELETE', `/bans/${first}`), banCarol(admin)]);
      expect(await statusOf(ids.carol)).toBe('SUSPENDED');
      const third = await banCarol(moderator);
      await Promise.all([second, third].map((one) => moderator.ask('DELETE', `/bans/${one}`)));
      expect(await statusOf(ids.carol)).toBe('ACTIVE');
    }
  });

  it('of moderators are lifted by admins only, and each once', async () => {
    await forum.asOwner((client) =>
      client.query(`UPDATE users SET role = 'MODERATOR' WHERE id = $1`, [ids.carol]),
    );
    const id = await banCarol(admin);
    expect((await moderator.ask('DELETE', `/bans/${id}`)).json()).toMatchObject({ code: 'ban.not_allowed' });
    const lifted = ban.parse((await admin.ask('DELETE', `/bans/${id}`)).json());
    expect(ban.parse((await admin.ask('DELETE', `/bans/${id}`)).json())).toEqual(lifted);
    await forum.asOwner((client) =>
      client.query(`UPDATE users SET role = 'MEMBER' WHERE id = $1`, [ids.carol]),
    );
    const log = moderationLog.parse((await moderator.ask('GET', '/moderation/log?limit=100')).json());
    const lifts = log.items.filter((entry) => entry.action === 'ban.lift' && entry.details['ban'] === id);
    expect(lifts).toHaveLength(1);
  });

  it('are made once under an idempotency key', async () => {
    const headers = { 'idempotency-key': 'enough' };
    const made = await Promise.all(
      [1, 2, 3].map(() => moderator.ask('POST', '/bans', { user: 'carol', reason: 'Once' }, headers)),
    );
    const banned = new Set(made.map((answer) => ban.parse(answer.json()).id));
    expect(banned.size).toBe(1);
    for (const id of banned) await moderator.ask('DELETE', `/bans/${id}`);
    expect(await statusOf(ids.carol)).toBe('ACTIVE');
  });

  it('do not bring back who left', async () => {
    await forum.asOwner((client) =>
      client.query(
        `INSERT INTO users (community_id, id, email, username, display_name, status)
         VALUES ($1, gen_random_uuid(), 'gone@deleted.invalid', 'deleted_gone', 'Deleted user', 'DEACTIVATED')`,
        [ids.techcorp],
      ),
    );
    expect(
      (await moderator.ask('POST', '/bans', { user: 'deleted_gone', reason: 'x' })).json(),
    ).toMatchObject({
      detail: 'No such user.',
    });
  });
});
