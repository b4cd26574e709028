import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { documentedOperations } from '../testing/documented.fixture.ts';
import { ids } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { logIn, type Member } from '../testing/forum/member.fixture.ts';

// Every cursor that a list gives, sent to every list: of another order, person and community, too.

const forum = useForum();

/** A list in one of its orders. */
interface List {
  readonly name: string;
  readonly path: string;
}
interface Asker {
  readonly member: Member;
  /** Things of their community that lists are of. */
  readonly things: Readonly<Record<string, string>>;
}
interface Written {
  readonly id: string;
  readonly version: number;
}
let lists: List[];
let boss: Asker;
let others: Asker[];

async function made(asker: Member, ...asked: Parameters<Member['ask']>): Promise<Written> {
  const answer = await asker.ask(...asked);
  expect([...asked, answer.statusCode < 300]).toEqual([...asked, true]);
  return answer.json();
}

/** Makes two of each kind that is listed. */
async function fill(admin: Member, member: Member): Promise<Asker['things']> {
  const open = (title: string) =>
    made(admin, 'POST', '/posts', { channel: 'general', title, body: 'On cursors.' });
  let post = await open('A cursor');
  let comment = await made(member, 'POST', `/posts/${post.id}/comments`, { body: 'Another cursor.' });
  const gone = await made(member, 'POST', `/posts/${post.id}/comments`, { body: 'What is purged.' });
  for (const n of [1, 2]) {
    const other = await open(`Cursor ${n}`);
    await admin.ask('PUT', `/posts/${other.id}/follow`);
    await made(member, 'POST', '/reports', { reason: 'SPAM', postId: other.id });
    await made(admin, 'POST', '/bans', { user: `cursor_${n}`, reason: 'Noise' });
    await made(admin, 'POST', '/purges', { kind: 'COMMENT', target: gone.id, reason: 'The law' });
    const body = { body: `A cursor, ${n}.` };
    const [ofPost, ofComment] = [post, comment].map(({ version }) => ({ 'if-match': `"${version}"` }));
    post = await made(admin, 'PATCH', `/posts/${post.id}`, body, ofPost);
    comment = await made(member, 'PATCH', `/comments/${comment.id}`, body, ofComment);
  }
  return { post: post.id, comment: comment.id };
}

beforeAll(async () => {
  await forum.asOwner((client) =>
    client.query(
      `WITH made AS (
         INSERT INTO users (community_id, id, email, username, display_name, password_hash, role, email_verified_at, created_at)
         SELECT c.id, gen_random_uuid(), u.name || '@example.com', u.name, u.name, b.password_hash, u.role::user_role, now(), b.created_at
         FROM communities c, users b,
           (VALUES ('boss', 'ADMIN'), ('mate', 'MEMBER'), ('cursor_1', 'MEMBER'), ('cursor_2', 'MEMBER')) u(name, role)
         WHERE b.id = $1 RETURNING community_id, id)
       INSERT INTO user_statistics (community_id, user_id) SELECT community_id, id FROM made`,
      [ids.bob],
    ),
  );
  const inCommunity = async (community: string): Promise<[Asker, Asker]> => {
    const admin = await logIn(forum, 'boss@example.com', community);
    const member = await logIn(forum, 'mate@example.com', community);
    const things = await fill(admin, member);
    return [
      { member: admin, things },
      { member, things },
    ];
  };
  const [[here, mate], [there]] = [await inCommunity('techcorp'), await inCommunity('retail')];
  boss = here;
  others = [mate, there];
  lists = (await documentedOperations(forum))
    .filter(({ parameters }) => parameters.some(({ name }) => name === 'cursor'))
    .flatMap(({ path, parameters }) => {
      const search = parameters.some(({ name }) => name === 'q') ? 'q=cursor' : '';
      const sorts = parameters.find(({ name }) => name === 'sort')?.schema.enum;
      const orders = z.array(z.string()).optional().parse(sorts) ?? [undefined];
      return orders.map((sort) =>
        sort === undefined
          ? { name: path, path: `${path}?${search}` }
          : { name: `${path} by ${sort}`, path: `${path}?sort=${sort}` },
      );
    });
});

async function page(list: List, { member, things }: Asker, query: string) {
  const path = list.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => things[name] ?? `no ${name}`);
  const answer = await member.ask('GET', `${path}&${query}`);
  const { items = [], next = null } = answer.json<{
    items?: { id?: string; username?: string }[];
    next?: string | null;
  }>();
  return { status: answer.statusCode, next, ids: items.map(({ id, username }) => id ?? username) };
}

it('are refused by every list but their own, and show nothing there that is not seen without them', async () => {
  expect(lists.length).toBeGreaterThan(16);
  const cursors = new Map<string, string[]>();
  for (const list of lists) {
    const pages = [];
    for (const asker of [boss, ...others]) pages.push(await page(list, asker, 'limit=1'));
    // The team's are the member's not to see.
    const given = pages.flatMap(({ next }) => next ?? []);
    expect([list.name, given.length >= 2]).toEqual([list.name, true]);
    cursors.set(list.name, given);
  }
  for (const list of lists) {
    const seen = (await page(list, boss, 'limit=100')).ids;
    for (const [of, given] of cursors) {
      const isOwn = of === list.name;
      for (const cursor of isOwn ? given : given.slice(0, 1)) {
        const answer = await page(list, boss, `limit=100&cursor=${cursor}`);
        expect([list.name, of, answer.status]).toEqual([list.name, of, isOwn ? 200 : 400]);
        expect(answer.ids.filter((id) => !seen.includes(id))).toEqual([]);
      }
    }
  }
}, 60_000);
