import type { FastifyReply } from 'fastify';

/**
 * Sends JSON that PostgreSQL wrote, unread: parsing and writing it again would cost more than the query. That it
 * matches the route's schema is what the tests check.
 */
export function sendWrittenJson(reply: FastifyReply, json: string | undefined): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(json);
}
