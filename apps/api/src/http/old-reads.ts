import type { FastifyReply, FastifyRequest } from 'fastify';
import { sqlState, SQLSTATE } from '@agora/postgres';
import type { Forum } from '../database/forum.ts';
import { beginning, type Position, readPosition } from '../database/replicas/position.ts';
import type { Scope } from '../database/runner.ts';
import type { App, Dependencies } from '../dependencies.ts';
import { cookieText, readCookie } from './cookies.ts';

/** Where a client keeps how far the database had come when it wrote last: a header that it sends back, or a cookie. */
const positionHeader = 'agora-position';
const cookieName = 'agora_position';

/**
 * Tells whoever has written how far the database has come, so that they read what they have written from whichever
 * replica and through whichever process: only they know to whom that matters, and the API keeps nothing of anybody.
 * Without replicas nothing is asked or told.
 */
export function tellPosition(app: App, { replicas, config }: Dependencies): void {
  if (!replicas.configured) return;
  const keeping = { secure: config.publicUrl.startsWith('https:'), maxAge: undefined };
  app.addHook('onSend', async (request, reply) => {
    if (request.method === 'GET' || request.method === 'HEAD' || reply.statusCode >= 400) return;
    const position = await replicas.written();
    reply.header(positionHeader, position);
    reply.header('set-cookie', cookieText(cookieName, position, keeping));
  });
}

/**
 * Answers what may be old: from a replica where there is one that has come as far as the asker has seen, else from the
 * primary. Whatever a replica refuses is asked of the primary: what it lacks, it may only not have yet.
 */
export async function readOld<T>(
  asked: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly scope: Scope },
  { database, replicas }: Dependencies,
  read: (forum: Forum) => Promise<T>,
): Promise<T> {
  const { request, reply, scope } = asked;
  const since = seenBy(request);
  const replica = since === undefined ? undefined : replicas.pick(since);
  if (replica === undefined || since === undefined) return read(database.for(scope));
  const { statusCode } = reply;
  try {
    return await read(replica.since(since, scope));
  } catch (error) {
    // One that took too long there would take as long here.
    if (reply.sent || sqlState(error) === SQLSTATE.queryCanceled) throw error;
    reply.code(statusCode);
    return read(database.for(scope));
  }
}

/**
 * How far the database had come when the asker wrote last; undefined for who may have written and does not say. Who is
 * not logged in has written nothing that they could look for.
 */
function seenBy({ headers, viewer }: FastifyRequest): Position | undefined {
  const written = headers[positionHeader] ?? readCookie(headers.cookie, cookieName);
  return readPosition(written) ?? (viewer === undefined ? beginning : undefined);
}
