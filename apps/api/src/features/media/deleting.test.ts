import { afterAll, describe, expect, it } from 'vitest';
import { ids } from '../../testing/forum/forum-rows.fixture.ts';
import { expectInvariants } from '../../testing/forum/invariants.fixture.ts';
import { uniquePng } from '../../testing/media/media-files.fixture.ts';
import { useMediaForum } from '../../testing/media/media-forum.fixture.ts';
import { medium } from '../../domain/content.ts';

const media = useMediaForum();
afterAll(() => expectInvariants(media.forum));

describe('taking away', () => {
  it('is for the author, and for moderators, whose act is written down and told', async () => {
    const post = await media.newPost(media.bob);
    const [one, two] = [
      medium.parse((await media.attach(media.bob, post, uniquePng())).json()),
      medium.parse((await media.attach(media.bob, post, uniquePng())).json()),
    ];
    const address = `/posts/${post}/media/${one.id}`;
    expect((await media.carol.ask('DELETE', address)).statusCode).toBe(403);
    expect((await media.bob.ask('DELETE', `/posts/${ids.firstPost}/media/${one.id}`)).statusCode).toBe(404);
    expect((await media.bob.ask('DELETE', address)).statusCode).toBe(204);
    expect((await media.bob.ask('DELETE', address)).statusCode).toBe(404);
    expect((await media.get(`/media/${one.cid}`)).statusCode).toBe(404);
    expect((await media.moderator.ask('DELETE', `/posts/${post}/media/${two.id}`)).statusCode).toBe(204);
    const log = await media.forum.asOwner((client) =>
      client.query("SELECT details ->> 'cid' AS cid FROM moderation_entries WHERE action = 'media.delete'"),
    );
    expect(log.rows).toEqual([{ cid: two.cid }]);
    const inbox = await media.bob.ask('GET', '/me/notifications');
    expect(inbox.body).toContain(post);
  });
});
