import type { FastifyReply } from 'fastify';
import { varyBy } from '../http/versions.ts';
import type { Html } from './markup/html.ts';

/** Nothing runs but our own file, nothing is loaded from elsewhere, and nobody may frame the page. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Sends a page with the headers that every page has. */
export function sendPage(reply: FastifyReply, page: Html): FastifyReply {
  varyBy(reply, 'accept');
  varyBy(reply, 'cookie');
  return reply
    .headers({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      // What answers a form may show a secret that is shown once: no browser writes it down.
      'cache-control': reply.request.method === 'POST' ? 'no-store' : 'private, no-cache',
    })
    .type('text/html; charset=utf-8')
    .send(page.toString());
}
