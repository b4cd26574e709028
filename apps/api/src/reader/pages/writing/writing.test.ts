import { describe, expect, it } from 'vitest';
import { commentIds, ids, password } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { Visitor } from '../../forms/visitor.fixture.ts';

const forum = useForum();
const member = (name: string) => new Visitor(forum.app).logIn(`${name}@example.com`, password);
const post = (id: string = ids.firstPost) => `/r/techcorp/posts/${id}`;
const idIn = (address: string) => /posts\/([\w-]+)/.exec(address)?.[1] ?? '';

const settle = (settings: string) =>
  forum.asOwner((client) =>
    client.query('UPDATE communities SET settings = $2 WHERE id = $1', [ids.techcorp, settings]),
  );

describe('a post', () => {
  it('is looked at, published once although sent twice, and read with what it says', async () => {
    const bob = await member('bob');
    await bob.open('/r/techcorp?sort=new');
    await bob.open('/r/techcorp/new?channel=general');
    // What one's role may not post in is not offered.
    expect(bob.page.body).not.toContain('value="announcements"');
    const written = {
      title: 'Which <index> & why',
      body: 'It **depends**.\r\n\r\n<b>Really</b>',
      tags: ['tutorial', 'news'],
    };
    await bob.send({ ...written, do: 'preview' });
    expect(bob.page.body).toContain('It <strong>depends</strong>.');
    expect(bob.page.body).toContain('&lt;b&gt;Really&lt;/b&gt;');
    expect(bob.fields().values.getAll('tags')).toEqual(['news', 'tutorial']);
    expect(bob.fields().values.get('title')).toBe(written.title);
    const { target, values } = bob.fields();
    values.set('do', 'publish');
    const [first, second] = [await bob.post(target, values), await bob.post(target, values)];
    expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
    expect(bob.text).toContain('Your post is published.');
    expect(bob.page.body).toContain('<h1>Which &lt;index&gt; &amp; why</h1>');
    const found = await forum.asOwner(
      async (client) => (await client.query('SELECT body FROM posts WHERE title = $1', [written.title])).rows,
    );
    expect(found).toEqual([{ body: 'It **depends**.\n\n<b>Really</b>' }]);
  });

  it('that is refused keeps what was typed and says what is wrong beside the field', async () => {
    const bob = await member('bob');
    await bob.open('/r/techcorp/new');
    const answer = await bob.send({ title: '', body: '  ', tags: ['news', 'nothing-such'], do: 'publish' });
    expect(answer.statusCode).toBe(400);
    expect(bob.page.body).toContain('id="title-fault"');
    expect(bob.page.body).toContain('id="body-fault"');
    await bob.send({ title: 'Kept', body: 'Kept, too', do: 'publish', tags: ['news', 'nothing-such'] });
    expect(bob.page.statusCode).toBe(422);
    expect(bob.fields().values.get('body')).toBe('Kept, too');
    expect(bob.fields().values.getAll('tags')).toEqual(['news']);
  });

  it('is kept as a draft that others do not see, edited, published and archived', async () => {
    const [bob, carol] = [await member('bob'), await member('carol')];
    await bob.open('/r/techcorp/new');
    await bob.send({ title: 'Not yet', body: 'Half a thought', do: 'draft' });
    expect(bob.text).toContain('Only you see it.');
    const address = post(idIn(bob.address));
    expect((await carol.open(address)).statusCode).toBe(404);
    expect((await carol.open(`${address}/edit`)).statusCode).toBe(404);
    await bob.open(`${address}/edit`);
    await bob.send({ body: 'A whole thought', do: 'publish' });
    expect(bob.text).toContain('Your post is published.');
    expect((await carol.open(address)).statusCode).toBe(200);
    expect(carol.text).toContain('A whole thought');
    expect(carol.page.body).not.toContain(`${address}/edit`);
    await bob.open(`${address}/edit`);
    await bob.send({ do: 'archive' });
    await carol.open(address);
    expect(carol.page.body).not.toContain('class="answer"');
  });

  it('that was changed meanwhile shows both, and is replaced only by who has seen that', async () => {
    const [here, there] = [await member('bob'), await member('bob')];
    const address = `${post('01900000-0000-7000-8000-000000001004')}/edit`;
    await here.open(address);
    await there.open(address);
    await there.send({ title: 'Theirs', body: 'What <they> wrote', do: 'save' });
    const answer = await here.send({ title: 'Mine', body: 'What I wrote', do: 'save' });
    expect(answer.statusCode).toBe(412);
    expect(here.page.body).toContain('What &lt;they&gt; wrote');
    expect(here.fields().values.get('body')).toBe('What I wrote');
    await here.send({ do: 'save' });
    expect(here.text).toContain('Mine');
    expect(here.text).toContain('What I wrote');
  });

  it('that waits for a moderator is not said to be published', async () => {
    await settle('{"moderation": {"holdNewMembers": "EVERYTHING", "newMemberDays": 365}}');
    const bob = await member('bob');
    await bob.open('/r/techcorp/new?channel=general');
    await bob.send({ title: 'Held', body: 'Until somebody looks', do: 'publish' });
    expect(bob.text).toContain('Others see it once a moderator has looked at it.');
    await bob.open(post());
    await bob.send({ body: 'Until somebody looks', do: 'publish' }, '/reply');
    expect(bob.text).toContain('Others see it once a moderator has looked at it.');
    expect(bob.text).toContain('waits for a moderator');
    await settle('{}');
  });

  it('outlives the end of its session: what was typed is still there', async () => {
    const bob = await member('bob');
    await bob.open('/r/techcorp/new');
    const { target, values } = bob.fields();
    values.set('title', 'Long');
    values.set('body', 'An hour of work');
    await bob.send({}, '/logout');
    bob.cookies.clear();
    expect((await bob.post(target, values)).statusCode).toBe(401);
    expect(bob.fields().values.get('body')).toBe('An hour of work');
    const again = await member('bob');
    for (const [name, value] of again.cookies) bob.cookies.set(name, value);
    // The form is that of the visit: it has to be sent once more.
    expect((await bob.send({ do: 'publish' })).statusCode).toBe(403);
    expect((await bob.send({ do: 'publish' })).statusCode).toBe(200);
    expect(bob.text).toContain('An hour of work');
  });
});

describe('a thread', () => {
  it('is answered below it and below a reply, edited and deleted by who wrote it', async () => {
    const bob = await member('bob');
    await bob.open(post());
    await bob.send({ body: 'From below', do: 'publish' }, '/reply');
    const made = /#c-([\w-]+)/.exec(bob.address)?.[1] ?? '';
    expect(bob.text).toContain('From below');
    await bob.open(`${post()}/reply?parent=${made}`);
    expect(bob.page.body).toContain('<blockquote class="answered">From below</blockquote>');
    await bob.send({ body: 'Below below', do: 'publish' });
    expect(bob.page.body).toMatch(/details[\s\S]*From below[\s\S]*details[\s\S]*Below below/);
    await bob.open(`/r/techcorp/comments/${made}/edit?to=${post()}`);
    await bob.send({ body: 'From below, better' });
    expect(bob.address).toBe(`${post()}?flash=edited#c-${made}`);
    expect(bob.text).toContain('From below, better');
    await bob.open(`/r/techcorp/comments/${made}/delete?to=${post()}`);
    await bob.send();
    expect(bob.text).not.toContain('From below, better');
    const carol = await member('carol');
    for (const form of [
      `comments/${commentIds[1]}/edit`,
      `comments/${commentIds[1]}/delete`,
      `posts/${ids.firstPost}/edit`,
    ]) {
      expect([form, (await carol.open(`/r/techcorp/${form}`)).statusCode]).toEqual([form, 403]);
      expect(carol.text).toContain('Only who wrote it edits or deletes it.');
    }
  });

  it('shows nothing of what is not to be seen, in whatever form', async () => {
    await forum.asOwner((client) =>
      client.query(
        `INSERT INTO comments (community_id, id, post_id, author_id, depth, path, body) VALUES ($1::uuid, $2::uuid, $3, $4, 0, uuid_send($2::uuid), 'Secret words')`,
        [ids.techcorp, '01900000-0000-7000-8000-00000000aaaa', ids.hidden, ids.bob],
      ),
    );
    const carol = await member('carol');
    for (const address of [
      `${post()}/reply?parent=01900000-0000-7000-8000-00000000aaaa`,
      '/r/techcorp/comments/01900000-0000-7000-8000-00000000aaaa/edit',
      `${post()}/reply?parent=${commentIds[6]}`,
      `${post()}/reply?parent=nonsense`,
    ]) {
      expect((await carol.open(address)).statusCode, `at ${address}`).toBe(404);
    }
    await forum.asOwner((client) => client.query(`DELETE FROM comments WHERE body = 'Secret words'`));
  });
});

describe('one press', () => {
  it('likes and takes it back, accepts and takes it back, and leads to the place', async () => {
    const [bob, carol] = [await member('bob'), await member('carol')];
    const address = post('01900000-0000-7000-8000-000000001007');
    await carol.open(address);
    await carol.send({}, carol.page.body.includes(`${address}/unlike`) ? '/unlike' : '/like');
    const liked = carol.page.body.includes(`${address}/unlike`);
    await carol.send({}, liked ? '/unlike' : '/like');
    expect(carol.page.body.includes(`${address}/unlike`)).toBe(!liked);
    expect(carol.address).toContain(`${address}#acts`);
    await carol.send({ body: 'An answer', do: 'publish' }, '/reply');
    await bob.open(address);
    expect(bob.page.body).not.toContain(`action="${address}/like"`);
    await bob.send({}, '/accept');
    expect(bob.text).toContain('No longer the answer');
    await bob.send({}, '/unaccept');
    expect(bob.text).toContain('This is the answer');
  });

  it('by who is not logged in leads to the log-in and changes nothing', async () => {
    const nobody = new Visitor(forum.app);
    await nobody.post(`${post()}/like`, new URLSearchParams());
    expect(nobody.address).toBe('/r/techcorp/login');
    await nobody.open('/r/techcorp/new?channel=general');
    expect(nobody.address).toBe('/r/techcorp/login?to=%2Fr%2Ftechcorp%2Fnew%3Fchannel%3Dgeneral');
  });

  it('gives points once, and reports to the moderators', async () => {
    const bob = await member('bob');
    await bob.open(`/r/techcorp/users/carol/tip?to=${post()}`);
    const answer = await bob.send({ amount: '999999' });
    expect(answer.statusCode).toBe(409);
    expect(bob.page.body).toContain('id="amount-fault"');
    await bob.open(`/r/techcorp/report?comment=${commentIds[0]}&to=${post()}`);
    await bob.send({ reason: 'SPAM', details: 'Buy nothing' });
    expect(bob.text).toContain('A moderator will look at it.');
    expect(bob.address).toBe(`${post()}?flash=reported`);
    await bob.open(`/r/techcorp/report?comment=${commentIds[0]}`);
    expect((await bob.send({ reason: 'SPAM' })).statusCode).toBe(409);
  });
});
