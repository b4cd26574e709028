import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ids } from '../../testing/forum/forum-rows.fixture.ts';
import { followBy } from '../../testing/forum/followers.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../testing/forum/member.fixture.ts';
import { Announcing } from './announcing.ts';
import { followersAtOnce } from './followers-at-once.ts';

const forum = useForum();
const followers = 2 * followersAtOnce + 50;
let carol: Member;
beforeAll(async () => {
  carol = await logIn(forum, 'carol@example.com');
  await forum.asOwner((client) => followBy(client, followers));
});
afterAll(() => expectInvariants(forum));

/** As another server has it; what it has begun is awaited by `close`. */
const announcing = (takesWrites = true): Announcing =>
  new Announcing({
    database: forum.database,
    leaving: new AbortController().signal,
    log: forum.app.log,
    takesWrites: async () => takesWrites,
  });

const comment = async (body: string): Promise<string> =>
  (await carol.ask('POST', `/posts/${ids.firstPost}/comments`, { body })).json<{ id: string }>().id;

/** Notifications of a comment, people who have one, and comments that are still announced. */
const told = (id: string) =>
  forum.asOwner(async (client) => {
    const { rows } = await client.query<{ notices: number; people: number; waiting: number }>(
      `SELECT count(*)::int AS notices, count(DISTINCT user_id)::int AS people,
         (SELECT count(*)::int FROM comment_announcements WHERE community_id = $1) AS waiting
       FROM notifications WHERE community_id = $1 AND comment_id = $2 AND kind = 'FOLLOWED'`,
      [ids.techcorp, id],
    );
    return rows[0];
  });
const all = { notices: followers, people: followers, waiting: 0 };

/** As if everybody had looked. */
const readAll = () =>
  forum.asOwner((client) => client.query('UPDATE notifications SET read_at = created_at'));

/** A comment as it is when its server was killed right after it had answered. */
async function commentOfAKilledServer(body: string): Promise<string> {
  const wake = vi.spyOn(Announcing.prototype, 'wake').mockReturnValue();
  try {
    return await comment(body);
  } finally {
    wake.mockRestore();
  }
}

describe('followers of a thread', () => {
  it('are told once, some when a comment is written and the others soon after', async () => {
    const id = await comment('Hello to all of you.');
    await vi.waitFor(async () => expect(await told(id)).toEqual(all), { timeout: 20_000, interval: 100 });
  });

  it('who have not read that are not told of the next comment', async () => {
    const id = await commentOfAKilledServer('And another thing.');
    await announcing().look();
    expect(await told(id)).toEqual({ notices: 0, people: 0, waiting: 0 });
  });

  it('are told by another server of what a killed one has left, though some have read theirs meanwhile', async () => {
    await readAll();
    const id = await commentOfAKilledServer('Who hears this?');
    expect(await told(id)).toEqual({ notices: followersAtOnce, people: followersAtOnce, waiting: 1 });
    await announcing(false).look();
    expect(await told(id)).toMatchObject({ notices: followersAtOnce });
    await readAll();
    await Promise.all([announcing().look(), announcing().look()]);
    await announcing().look();
    expect(await told(id)).toEqual(all);
  });

  it('are told of one comment of a thread at a time, though several servers look', async () => {
    await readAll();
    const first = await commentOfAKilledServer('One.');
    await readAll();
    const second = await commentOfAKilledServer('Two.');
    const some = { notices: followersAtOnce, people: followersAtOnce };
    await forum.asOwner(async (client) => {
      await client.query('BEGIN');
      // As a server has it that is telling of the first.
      await client.query(
        'SELECT FROM comment_announcements WHERE community_id = $1 AND comment_id = $2 FOR UPDATE',
        [ids.techcorp, first],
      );
      await announcing().look();
      await client.query('ROLLBACK');
    });
    expect(await told(second)).toEqual({ ...some, waiting: 2 });
    await announcing().look();
    expect(await told(first)).toEqual(all);
    // The others have not read of the first.
    expect(await told(second)).toEqual({ ...some, waiting: 0 });
  });

  it('are not told of what was hidden meanwhile', async () => {
    await readAll();
    const id = await commentOfAKilledServer('Something rude.');
    await forum.asOwner((client) =>
      client.query(`UPDATE comments SET status = 'HIDDEN' WHERE id = $1`, [id]),
    );
    await announcing().look();
    expect(await told(id)).toEqual({ notices: followersAtOnce, people: followersAtOnce, waiting: 0 });
    await forum.asOwner((client) =>
      client.query(`UPDATE comments SET status = 'PUBLISHED' WHERE id = $1`, [id]),
    );
  });
});
