import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';
import { moderationLog } from '../log/list-moderation-log.ts';

const forum = useForum();
let admin: Member;
let moderator: Member;
let bob: Member;
let carol: Member;
beforeAll(async () => {
  admin = await logIn(forum, 'admin@forum.com');
  moderator = await logIn(forum, 'moderator@forum.com');
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
});
afterAll(() => expectInvariants(forum));

describe('roles', () => {
  it('are given by admins, at once, and written down', async () => {
    expect((await moderator.ask('PUT', '/users/carol/role', { role: 'MODERATOR' })).statusCode).toBe(403);
    expect((await carol.ask('PUT', '/users/carol/role', { role: 'ADMIN' })).statusCode).toBe(403);
    expect((await carol.ask('GET', '/reports')).statusCode).toBe(403);
    expect((await admin.ask('PUT', '/users/carol/role', { role: 'MODERATOR' })).json()).toEqual({
      id: ids.carol,
      username: 'carol',
      role: 'MODERATOR',
    });
    expect((await carol.ask('GET', '/reports')).statusCode).toBe(200);
    expect((await admin.ask('PUT', `/users/${ids.carol}/role`, { role: 'MEMBER' })).statusCode).toBe(200);
    expect((await carol.ask('GET', '/reports')).statusCode).toBe(403);
    expect((await admin.ask('PUT', '/users/carol/role', { role: 'MEMBER' })).statusCode).toBe(200);
    const log = moderationLog.parse((await moderator.ask('GET', '/moderation/log')).json());
    expect(log.items.filter((entry) => entry.action === 'role.change').map((entry) => entry.details)).toEqual(
      [
        { from: 'MODERATOR', to: 'MEMBER' },
        { from: 'MEMBER', to: 'MODERATOR' },
      ],
    );
    expect((await admin.ask('PUT', '/users/nobody/role', { role: 'MEMBER' })).statusCode).toBe(404);
    expect((await admin.ask('PUT', '/users/carol/role', { role: 'OWNER' })).statusCode).toBe(400);
  });

  it('leave an admin, whoever takes whose away', async () => {
    expect((await admin.ask('PUT', '/users/admin/role', { role: 'MEMBER' })).statusCode).toBe(403);
    for (let round = 0; round < 5; round += 1) {
      await forum.asOwner((client) =>
        client.query(`UPDATE users SET role = 'ADMIN' WHERE id IN ($1, $2)`, [ids.admin, ids.bob]),
      );
      const answers = await Promise.all([
        admin.ask('PUT', '/users/bob/role', { role: 'MEMBER' }),
        bob.ask('PUT', '/users/admin/role', { role: 'MEMBER' }),
      ]);
      expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([200, 403]);
    }
    await forum.asOwner(async (client) => {
      await client.query(`UPDATE users SET role = 'ADMIN' WHERE id = $1`, [ids.admin]);
    });
    expect((await admin.ask('PUT', '/users/bob/role', { role: 'MEMBER' })).statusCode).toBe(200);
  });
});
