import { beforeAll, describe, expect, it } from 'vitest';
import { belongingsOf, makeBelongings, type Things } from '../testing/forum/belongings.fixture.ts';
import { type Documented, documentedOperations, type Schema } from '../testing/documented.fixture.ts';
import { commentIds, foreign, ids, password } from '../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { logIn, type Member } from '../testing/forum/member.fixture.ts';

// Every operation is asked for something that is not for its asker, in each place where it names something: in the path, the
// query and the body, one place at a time. All else of the request is in order, and names what the asker may name.

const forum = useForum();

/** What the places are of. */
const kinds: Readonly<Record<string, keyof Things>> = {
  post: 'post',
  postId: 'post',
  into: 'post',
  target: 'post',
  comment: 'comment',
  commentId: 'comment',
  parentId: 'comment',
  comments: 'comment',
  under: 'comment',
  user: 'user',
  to: 'user',
  author: 'user',
  channel: 'channel',
  tag: 'tag',
  tags: 'tag',
  medium: 'medium',
  cid: 'cid',
  session: 'session',
  passkey: 'passkey',
  account: 'account',
  ban: 'ban',
  report: 'report',
  entry: 'entry',
  upTo: 'notification',
  provider: 'provider',
};
/** What looks like the name of a thing, and is of one that is to be made. */
const newNames = new Set(['slug', 'username']);
/** What a schema does not say of a text. */
const texts: Readonly<Record<string, string>> = {
  currentPassword: password,
  colour: '#000000',
  code_challenge: 'x'.repeat(43),
  cid: `bafkrei${'a'.repeat(52)}`,
};
const names = new Set(['^[a-z0-9_]{3,30}$', '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$']);

/** Whether a part of a request names something. Fails for one that does, and of which nobody has said what it is. */
function isPlace(name: string, { type, format, pattern, items }: Schema): boolean {
  if (type === 'integer' || type === 'boolean') return false;
  if (name in kinds) return true;
  const each = items ?? { format, pattern };
  const named = each.format === 'uuid' || names.has(each.pattern ?? '');
  if (named && !newNames.has(name)) throw new Error(`Nobody has said what ${name} names.`);
  return false;
}

/** A value that its schema takes. */
function plain(name: string, schema: Schema): unknown {
  if (name in texts) return texts[name];
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf !== undefined) return plain(name, schema.anyOf[0] ?? {});
  if (schema.type === 'integer') return Math.max(1, schema.minimum ?? 1);
  if (schema.type === 'boolean') return true;
  if (schema.type === 'array') return [];
  return schema.format === 'date-time' ? '2099-01-01T00:00:00Z' : 'taken-over';
}

interface Place {
  readonly operation: Documented;
  readonly name: string;
}
let places: Place[];

/** A request whose one place names `thing`, and whose others name what is of `own`. */
function requestOf({ operation, name: place }: Place, thing: string, own: Things) {
  const { method, path, parameters, body } = operation;
  const named = (name: string): string =>
    name === place ? thing : (own[kinds[name] ?? 'post'] ?? texts[name] ?? name);
  const query = new URLSearchParams();
  for (const { name, in: where, required, schema } of parameters) {
    if (where !== 'query' || (name !== place && required !== true)) continue;
    query.append(name, isPlace(name, schema) ? named(name) : String(plain(name, schema)));
  }
  const parts = Object.entries(body?.properties ?? {}).flatMap(([name, schema]) => {
    if (!isPlace(name, schema)) return [[name, plain(name, schema)] as const];
    // One alone of several that could be named.
    if (name !== place && body?.required?.includes(name) !== true) return [];
    return [[name, schema.type === 'array' ? [named(name)] : named(name)] as const];
  });
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(named(name)));
  return {
    method,
    path: query.size === 0 ? address : `${address}?${query.toString()}`,
    body: body === undefined ? undefined : Object.fromEntries(parts),
  };
}

/** Asks every operation for each of these things. @returns what was answered otherwise than by a refusal */
async function walk(
  asker: Member,
  things: Things,
  refused: readonly number[],
): Promise<{ asked: number; faults: unknown[] }> {
  const faults: unknown[] = [];
  let asked = 0;
  // All else is of the asker's community, or what lies beside that thing, as the file of a post.
  const wanted = places.flatMap((place) => {
    const thing = things[kinds[place.name] ?? 'post'];
    const beside = places.filter(({ operation }) => operation === place.operation).length > 1;
    return thing === undefined
      ? []
      : [here, ...(beside ? [{ ...here, ...things }] : [])].map((rest) => ({ place, thing, rest }));
  });
  for (const { place, thing, rest } of wanted) {
    const { method, path, body } = requestOf(place, thing, rest);
    const version = method === 'PATCH' ? (await asker.ask('GET', path)).headers.etag : undefined;
    const answer = await asker.ask(method, path, body, { 'if-match': version ?? '"1"' });
    asked += 1;
    const { statusCode: status } = answer;
    // A filter finds nothing, and what is read up to somewhere is one's own.
    const isEmpty = status === 200 && answer.json<{ items?: unknown[] }>().items?.length === 0;
    const isOwn = status === 204 && place.name === 'upTo';
    // A hidden comment keeps its place, and what replies to it.
    const isThread = status === 200 && place.name === 'under' && things.comment === bobs.comment;
    const isRefused = refused.includes(status) || isEmpty || isOwn || isThread;
    if (isRefused && !answer.body.includes('Secret')) continue;
    faults.push([place.operation.id, place.name, status, answer.body.slice(0, 200)]);
  }
  return { asked, faults };
}

const stateOf = (community: string) => forum.asOwner((client) => belongingsOf(client, community));
/** What an asker may name. */
let here: Things = {
  post: ids.firstPost,
  comment: commentIds[0] ?? '',
  user: 'carol',
  channel: 'general',
  tag: 'news',
  medium: ids.firstPost,
};
let theirs: Required<Things>;
let bobs: Required<Things>;

beforeAll(async () => {
  places = (await documentedOperations(forum)).flatMap((operation) => {
    const { parameters, body } = operation;
    const parts = [
      ...parameters
        // The bytes that come are said to have one, and none is looked for.
        .filter(({ in: where, name }) => where === 'path' || (where === 'query' && name !== 'cid'))
        .map(({ name, schema }) => [name, schema] as const),
      ...Object.entries(body?.properties ?? {}),
    ];
    return parts.filter(([name, schema]) => isPlace(name, schema)).map(([name]) => ({ operation, name }));
  });
  await forum.asOwner(async (client) => {
    theirs = await makeBelongings(client, {
      name: 'there',
      community: ids.retail,
      id: foreign.bob,
      post: foreign.post,
      thread: foreign.post,
      commentStatus: 'PUBLISHED',
    });
    bobs = await makeBelongings(client, {
      name: 'secret',
      community: ids.techcorp,
      id: ids.bob,
      post: ids.draft,
      thread: ids.firstPost,
      commentStatus: 'HIDDEN',
    });
  });
});

/** Neither a channel nor a tag of its community is private. */
const privateThings = (): Things => {
  const { channel: _channel, tag: _tag, ...things } = bobs;
  return things;
};
const stranger = (): Member => ({
  token: '',
  ask: (method, path, payload, headers = {}) =>
    forum.app.inject({
      method,
      url: `/c/techcorp${path}`,
      headers,
      ...(payload !== undefined && { payload }),
    }),
});

describe('what a request names is neither shown nor changed', () => {
  it.each([
    {
      who: 'an administrator of another community',
      asker: () => logIn(forum, 'admin@forum.com'),
      things: (): Things => theirs,
      refused: [404, 422],
      least: 90,
    },
    {
      who: 'another member, where it is private or hidden',
      asker: () => logIn(forum, 'carol@example.com'),
      things: privateThings,
      refused: [403, 404],
      least: 60,
    },
    {
      who: 'a moderator, where it is of one person alone',
      asker: () => logIn(forum, 'moderator@forum.com'),
      things: () => {
        const { post, medium, cid, session, passkey, account, notification } = bobs;
        return { post, medium, cid, session, passkey, account, notification };
      },
      refused: [403, 404],
      least: 30,
    },
    {
      who: 'a stranger',
      asker: stranger,
      things: privateThings,
      refused: [401, 404],
      least: 60,
    },
  ])('to $who', async ({ asker, things, refused, least }) => {
    const member = await asker();
    // Of a post that is not their own they would be told that alone.
    const opened = await member.ask('POST', '/posts', { channel: 'general', title: 'Mine', body: 'My own.' });
    if (opened.statusCode === 201) here = { ...here, post: opened.json<{ id: string }>().id };
    const before = [await stateOf(ids.techcorp), await stateOf(ids.retail)];
    const { asked, faults } = await walk(member, things(), refused);
    expect(faults).toEqual([]);
    expect(asked).toBeGreaterThan(least);
    expect([await stateOf(ids.techcorp), await stateOf(ids.retail)]).toEqual(before);
  });
});
