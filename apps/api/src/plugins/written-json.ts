import type { FastifyReply } from 'fastify';
import { giveBackBytes } from '../database/page-memory.ts';

/**
 * Sends JSON that PostgreSQL wrote, unread: parsing and writing it again would cost more than the query. That it
 * matches the route's schema is what the tests check. It goes out as bytes: beside its headers, Node turns a string of
 * some length into bytes at ten times the price.
 * @param json not to be looked at afterwards: its memory holds another answer once this one is with the system
 */
export function sendWrittenJson(reply: FastifyReply, json: Buffer | undefined): FastifyReply {
  if (json !== undefined) {
    reply.raw.once('finish', () => {
      // What a connection that broke off had left to write is left to the collector.
      if (!reply.request.raw.socket.destroyed) giveBackBytes(json);
    });
  }
  return reply.type('application/json; charset=utf-8').send(json);
}
