import type { FastifyReply } from 'fastify';
import type { JsonText } from '@agora/db/sql';
import type { Page } from '../domain/page.ts';

/**
 * Sends JSON that PostgreSQL wrote, unread: parsing and writing it again would cost more than the query. That it
 * matches the operation's schema is what the tests check. It goes out as bytes: beside its headers, Node turns a string
 * of some length into bytes at ten times the price.
 */
export function sendWrittenJson(reply: FastifyReply, json: string | Buffer): FastifyReply {
  return reply
    .type('application/json; charset=utf-8')
    .send(typeof json === 'string' ? Buffer.from(json) : json);
}

/** A page of items that PostgreSQL wrote. */
export function writtenPage({ items, next }: Page<{ readonly item: JsonText }>): string {
  return `{"items":[${items.map(({ item }) => item).join(',')}],"next":${JSON.stringify(next)}}`;
}

/** An object that PostgreSQL wrote, with numbers of its row ahead of its own members. */
export function withNumbers(numbers: Readonly<Record<string, number>>, written: JsonText): string {
  return `${JSON.stringify(numbers).slice(0, -1)},${written.slice(1)}`;
}
