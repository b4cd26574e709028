import type { FastifyReply } from 'fastify';

/**
 * Sends JSON that PostgreSQL wrote, unread: parsing and writing it again would cost more than the query. That it
 * matches the route's schema is what the tests check. It goes out as bytes: beside its headers, Node turns a string of
 * some length into bytes at ten times the price.
 */
export function sendWrittenJson(reply: FastifyReply, json: Buffer | string | undefined): FastifyReply {
  return reply
    .type('application/json; charset=utf-8')
    .send(typeof json === 'string' ? Buffer.from(json) : json);
}
