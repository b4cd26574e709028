import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../testing/forum/member.fixture.ts';
import { moderationLog } from '../moderation/log/list-moderation-log.ts';
import { post } from '../posts/page/post.ts';
import { tagList } from './list-tags.ts';
import { tag } from './tag.ts';

const forum = useForum();
let admin: Member;
let moderator: Member;
let bob: Member;
beforeAll(async () => {
  admin = await logIn(forum, 'admin@forum.com');
  moderator = await logIn(forum, 'moderator@forum.com');
  bob = await logIn(forum, 'bob@example.com');
});
afterAll(() => expectInvariants(forum));

const question = { slug: 'question', name: 'Question', colour: '#AA00bb' };

const make = (slug: string, name: string) =>
  moderator.ask('POST', '/tags', { slug, name, colour: '#000000' });

describe('the tags of a community', () => {
  it('are kept by moderators and administrators alone', async () => {
    const refused = [
      await bob.ask('POST', '/tags', question),
      await bob.ask('PATCH', '/tags/news', { name: 'Mine' }, { 'if-match': '"1"' }),
      await bob.ask('DELETE', '/tags/news'),
    ];
    expect(refused.map((answer) => answer.json<{ code: string }>().code)).toEqual(
      refused.map(() => 'auth.forbidden'),
    );
    expect(
      (await forum.app.inject({ method: 'POST', url: '/c/techcorp/tags', payload: question })).statusCode,
    ).toBe(401);
  });

  it('are made, used, and taken away when unused, and every act is in the log', async () => {
    const made = await moderator.ask('POST', '/tags', question);
    expect(made.headers.location).toBe('/c/techcorp/tags/question');
    expect(tag.parse(made.json())).toMatchObject({ ...question, colour: '#aa00bb', postCount: 0 });
    expect((await admin.ask('POST', '/tags', question)).json()).toMatchObject({
      code: 'conflict.duplicate',
      detail: 'There is a tag of that slug.',
    });
    const draft = {
      channel: 'general',
      title: 'Why?',
      body: 'Because.',
      tags: ['question'],
      status: 'DRAFT',
    };
    const { id } = post.parse((await bob.ask('POST', '/posts', draft)).json());
    // A draft that nobody else sees keeps it, too.
    expect((await moderator.ask('DELETE', '/tags/question')).json()).toMatchObject({
      code: 'conflict.referenced',
    });
    const untagged = await bob.ask('GET', `/posts/${id}`);
    expect(post.parse(untagged.json()).tags).toMatchObject([{ slug: 'question', colour: '#aa00bb' }]);
    const edit = { 'if-match': String(untagged.headers.etag) };
    expect((await bob.ask('PATCH', `/posts/${id}`, { tags: [] }, edit)).statusCode).toBe(200);
    expect((await moderator.ask('DELETE', '/tags/question')).statusCode).toBe(204);
    expect((await moderator.ask('DELETE', '/tags/question')).json()).toMatchObject({
      detail: 'No such tag.',
    });
    expect((await bob.ask('GET', '/tags/question')).statusCode).toBe(404);
    const log = moderationLog.parse((await admin.ask('GET', '/moderation/log')).json());
    expect(log.items).toMatchObject([
      { action: 'tag.remove', moderator: { username: 'moderator' }, details: { slug: 'question' } },
      {
        action: 'tag.create',
        moderator: { username: 'moderator' },
        details: { ...question, colour: '#aa00bb' },
      },
    ]);
  });

  it('are renamed and recoloured by who has read them as they are, wherever they stand', async () => {
    const read = await bob.ask('GET', '/tags/tutorial');
    const etag = String(read.headers.etag);
    expect((await bob.ask('GET', '/tags/tutorial', undefined, { 'if-none-match': etag })).statusCode).toBe(
      304,
    );
    const edit = (change: object, version: string) =>
      moderator.ask('PATCH', '/tags/tutorial', change, { 'if-match': version });
    const renamed = await edit({ name: 'How to' }, etag);
    expect(tag.parse(renamed.json())).toMatchObject({
      slug: 'tutorial',
      name: 'How to',
      colour: '#336699',
      postCount: 3,
    });
    expect((await edit({ colour: '#000000' }, etag)).statusCode).toBe(412);
    expect((await moderator.ask('PATCH', '/tags/tutorial', { name: 'Blind' })).statusCode).toBe(428);
    expect((await edit({ colour: '#123456' }, String(renamed.headers.etag))).json()).toMatchObject({
      name: 'How to',
      colour: '#123456',
    });
    const { items } = tagList.parse((await bob.ask('GET', '/tags')).json());
    expect(items.find(({ slug }) => slug === 'tutorial')).toMatchObject({
      name: 'How to',
      colour: '#123456',
      postCount: 3,
    });
    const shown = post.parse((await bob.ask('GET', `/posts/${ids.firstPost.slice(0, -2)}03`)).json());
    expect(shown.tags).toEqual([{ slug: 'tutorial', name: 'How to', colour: '#123456' }]);
  });

  it('have names, slugs and colours of their kind', async () => {
    for (const change of [
      { slug: 'No Slug' },
      { name: '   ' },
      { name: 'x'.repeat(81) },
      { colour: 'red' },
      { colour: '#12345' },
      { colour: '#123456; background: url(x)' },
      { id: ids.admin },
    ])
      expect((await moderator.ask('POST', '/tags', { ...question, ...change })).statusCode).toBe(400);
    const etag = String((await bob.ask('GET', '/tags/news')).headers.etag);
    expect(
      (await moderator.ask('PATCH', '/tags/news', { slug: 'other' }, { 'if-match': etag })).statusCode,
    ).toBe(400);
  });

  it('are made once under an idempotency key, and one of two who want a slug at once gets it', async () => {
    const again = await Promise.all(
      Array.from({ length: 3 }, () =>
        moderator.ask(
          'POST',
          '/tags',
          { ...question, slug: 'once', name: 'Once' },
          { 'idempotency-key': 'a' },
        ),
      ),
    );
    expect(again.map((answer) => answer.statusCode)).toEqual([201, 201, 201]);
    const rivals = await Promise.all(
      [admin, moderator].map((member) =>
        member.ask('POST', '/tags', { ...question, slug: 'both', name: 'Both' }),
      ),
    );
    expect(rivals.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([201, 409]);
  });

  it('look different, however their names are written', async () => {
    expect((await make('cafe', 'Café Noir')).statusCode).toBe(201);
    for (const name of [
      'Cafe\u0301 Noir', // decomposed
      'CAFÉ NOIR',
      'Ｃａｆé Ｎｏｉｒ', // wide
      'Сafé Nоir', // Cyrillic letters
      'Café\u200B Noir', // something unseen
      '𝐂afé Noir', // mathematical
    ]) {
      const answer = await make('cafe-2', name);
      expect([name, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([
        name,
        409,
        'conflict.duplicate',
      ]);
    }
    for (const [slug, name] of [
      ['c', 'C'],
      ['cpp', 'C++'],
      ['csharp', 'C#'],
      ['coffee', 'Cafe Noir'],
    ] as const) {
      expect([name, (await make(slug, name)).statusCode]).toEqual([name, 201]);
    }
    const { headers } = await bob.ask('GET', '/tags/coffee');
    const rename = (name: string) =>
      moderator.ask('PATCH', '/tags/coffee', { name }, { 'if-match': String(headers.etag) });
    expect((await rename('café noir')).json()).toMatchObject({
      detail: expect.stringContaining('“Café Noir”'),
    });
    // Itself is no other.
    expect((await rename('CAFE NOIR')).statusCode).toBe(200);
  });
});
