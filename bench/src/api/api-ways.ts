// One server that answers the same pages in one of several ways that the API is compared with; started by api.ts.
import { createClientOn, type ForumClient } from '@agora/db';
import type { SqlCall } from '@agora/db/sql';
import { Rls } from '@agora/rls';
import { PrismaPg } from '@prisma/adapter-pg';
import Fastify from 'fastify';
import { Pool, type PoolClient } from 'pg';
import { parseConfig } from '../../../apps/api/src/config.ts';

import { uuid7 } from '../../../apps/api/src/database/uuid7.ts';
import { ledgerIds } from '../../../apps/api/src/domain/standing/ledger-ids.ts';
import { likePostSql } from '../../../apps/api/src/features/likes/posts/like-post.sql.ts';
import { refreshPostLikersSql } from '../../../apps/api/src/features/likes/posts/refresh-post-likers.sql.ts';
import { listPostsSql } from '../../../apps/api/src/features/posts/lists/ordered/post-list.ts';
import { postPageSql } from '../../../apps/api/src/features/posts/page/post-page.sql.ts';
import { wholePage } from '../../../apps/api/src/features/posts/page/thread-page.ts';

const [way = '', url = '', community = ''] = process.argv.slice(2);
/** As many as the API keeps by default, for all alike. */
const connections = parseConfig({ DATABASE_URL: url }).database.poolSize;
/** Kept while the others have their turns, as the API keeps its own. */
const idleTimeoutMillis = 600_000;
/** The ledger's function is bound by the policies even for a superuser: these ways set one community for good. */
const options = `-c agora.community_id=${community}`;

// Whatever happens to the measurement, no server outlives it.
process.once('disconnect', () => process.exit());

/** The statements that the ways run, each with its values: the API's own. */
const page = (post: string) =>
  postPageSql({ ...wholePage, communityId: community, postId: post, viewerId: null, sessionId: null });
const list = () => listPostsSql({ communityId: community, sort: 'active', limit: 20 });
const like = (user: string, post: string) => {
  const given = { communityId: community, userId: user, postId: post };
  return [
    likePostSql({ ...given, givenId: uuid7(), receivedId: uuid7() }),
    refreshPostLikersSql({ ...given, likerEntryIds: ledgerIds(), authorEntryIds: ledgerIds() }),
  ] as const;
};

/** Answers JSON that is already text. */
const json = { 'content-type': 'application/json; charset=utf-8' };

interface Params {
  Params: { post: string };
}
interface Liker {
  Params: { post: string };
  Headers: { 'x-user': string };
}

function listen(app: ReturnType<typeof Fastify>): void {
  app.listen({ port: 0, host: '127.0.0.1' }, (error: Error | null, address: string) => {
    if (error !== null) throw error;
    process.send?.(address);
  });
}

/** JSON comes as the text that it is sent on as. */
const types = { getTypeParser: () => (text: string) => text };
const query = (on: Pool | PoolClient, { name, text, values }: SqlCall<object>) =>
  on.query<Record<string, string>>({ name, text, values: [...values], types });

if (way === 'pg') {
  // Row-level security as one writes it by hand: a transaction that sets the community. No validation, no login.
  const { role } = parseConfig({ DATABASE_URL: url }).database;
  const pool = new Pool({
    connectionString: url,
    max: connections,
    idleTimeoutMillis,
    options: `-c role=${role} -c plan_cache_mode=force_generic_plan`,
  });
  const inCommunity = async (...calls: readonly SqlCall<object>[]): Promise<Record<string, string>[]> => {
    const client = await pool.connect();
    try {
      await client.query(`BEGIN; SET LOCAL agora.community_id = '${community}'`);
      const results = [];
      for (const call of calls) results.push(await query(client, call));
      await client.query('COMMIT');
      return results[0]?.rows ?? [];
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  };
  const app = Fastify({ logger: { level: 'error' } });
  app.get<Params>('/posts/:post', async (request, reply) => {
    const [row] = await inCommunity(page(request.params.post));
    return reply.headers(json).send(row?.['post']);
  });
  app.get('/posts', async (_request, reply) => {
    const rows = await inCommunity(list());
    return reply.headers(json).send(`[${rows.map((row) => row['item']).join(',')}]`);
  });
  app.put<Liker>('/posts/:post/like', async (request, reply) => {
    const [row] = await inCommunity(...like(request.headers['x-user'], request.params.post));
    return reply.headers(json).send(JSON.stringify(row));
  });
  listen(app);
} else if (way === 'floor') {
  // No row-level security (a superuser), no validation, no community to find: the least that can be done.
  const settings = {
    connectionString: url,
    max: connections,
    idleTimeoutMillis,
    options: `${options} -c plan_cache_mode=force_generic_plan`,
  };
  const pool = new Pool(settings);
  const together = new Rls<never>({ ...settings, scope: () => [] });
  const app = Fastify({ logger: { level: 'error' } });
  app.get<Params>('/posts/:post', async (request, reply) => {
    const { rows } = await query(pool, page(request.params.post));
    return reply.headers(json).send(rows[0]?.['post']);
  });
  app.get('/posts', async (_request, reply) => {
    const { rows } = await query(pool, list());
    return reply.headers(json).send(`[${rows.map((row) => row['item']).join(',')}]`);
  });
  // All that a like does, in one round trip: the API's own statements in the API's own way of sending them together.
  app.put<Liker>('/posts/:post/like', async (request, reply) => {
    const [{ rows }] = await together.run(undefined, ...like(request.headers['x-user'], request.params.post));
    return reply.headers(json).send(JSON.stringify(rows[0]));
  });
  // The like and its ledger entries alone, without the achievements of both.
  app.put<Liker>('/posts/:post/plain-like', async (request, reply) => {
    const { rows } = await query(pool, like(request.headers['x-user'], request.params.post)[0]);
    return reply.headers(json).send(JSON.stringify(rows[0]));
  });
  listen(app);
} else {
  const own = new URL(url);
  own.searchParams.set('options', options);
  const prisma =
    way === 'join'
      ? await joinClient(own.href)
      : createClientOn(new PrismaPg({ connectionString: own.href, max: connections, idleTimeoutMillis }));
  /** What Prisma calls the strategy; only the client with `relationJoins` knows it. */
  const strategy: object = way === 'join' ? { relationLoadStrategy: 'join' } : {};
  const app = Fastify({ logger: { level: 'error' } });
  const author = {
    select: { id: true, username: true, displayName: true, avatar: true, role: true },
  } as const;
  const summary = { channel: true, author, tags: { include: { tag: true } } } as const;
  app.get<Params>('/posts/:post', async (request) => {
    const { post } = request.params;
    if (way === 'queryRaw') return raw(prisma, page(post));
    return prisma.post.findUnique({
      where: { communityId_id: { communityId: community, id: post } },
      ...strategy,
      include: { ...summary, media: true, comments: { include: { author }, orderBy: { path: 'asc' } } },
    });
  });
  app.get('/posts', async () => {
    if (way === 'queryRaw') return raw(prisma, list());
    return prisma.post.findMany({
      where: { communityId: community, status: 'PUBLISHED' },
      ...strategy,
      include: summary,
      orderBy: [{ lastActivityAt: 'desc' }, { id: 'desc' }],
      take: 21,
    });
  });
  app.put<Liker>('/posts/:post/like', async (request) => {
    const { post } = request.params;
    const user = request.headers['x-user'];
    if (way === 'queryRaw') {
      const [first, second] = like(user, post);
      const [liked] = await prisma.$transaction([raw(prisma, first), raw(prisma, second)]);
      return liked;
    }
    return prisma.$transaction(async (transaction) => {
      const target = await transaction.post.findUniqueOrThrow({
        where: { communityId_id: { communityId: community, id: post } },
      });
      await transaction.postLike.create({ data: { communityId: community, postId: post, userId: user } });
      const { likeCount } = await transaction.post.update({
        where: { communityId_id: { communityId: community, id: post } },
        data: { likeCount: { increment: 1 } },
      });
      for (const [person, reason] of [
        [user, 'LIKE_GIVEN'],
        [target.authorId, 'LIKE_RECEIVED'],
      ] as const) {
        const key = `post_like:${post}:${user}:${reason}`;
        await transaction.$executeRaw`SELECT agora_award(${community}::uuid, ${person}::uuid, ${uuid7()}::uuid,
          ${reason}::point_reason, ${key}, 'POST_LIKE', ${post}::uuid)`;
        await transaction.userStatistics.update({
          where: { communityId_userId: { communityId: community, userId: person } },
          data:
            reason === 'LIKE_GIVEN' ? { likesGiven: { increment: 1 } } : { likesReceived: { increment: 1 } },
        });
      }
      for (const person of [user, target.authorId].toSorted()) {
        await transaction.$queryRaw`SELECT agora_refresh_achievements(${community}::uuid, ${person}::uuid, ${ledgerIds()}::uuid[])`;
      }
      return { liked: true, likeCount };
    });
  });
  listen(app);
}

/** The client with the preview feature, generated and bundled by api.ts before. */
async function joinClient(connectionString: string): Promise<ForumClient> {
  // Beside this file, once both are bundled.
  const { PrismaClient } = await import(new URL('join-client.mjs', import.meta.url).href);
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString, max: connections, idleTimeoutMillis }),
  });
}

/** A statement by $queryRaw. */
function raw(client: ForumClient, { text, values }: SqlCall<object>) {
  return client.$queryRawUnsafe(text, ...values);
}
