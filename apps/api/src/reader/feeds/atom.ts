import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { known } from '../../http/versions.ts';
import { type Html, html } from '../markup/html.ts';

/** One thing of a feed. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly address: string;
  readonly author: string;
  readonly published: string;
  readonly updated: string;
  /** What it says, or how it begins. */
  readonly content: { readonly html: Html } | { readonly text: string };
}

/** A feed as RFC 4287 has it. */
export interface Feed {
  /** An IRI that stays. */
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  /** Where the forum is reached from outside; addresses are below it. */
  readonly site: string;
  /** Of the page that it is the feed of, and of itself. */
  readonly page: string;
  readonly self: string;
  /** The latest first. */
  readonly entries: readonly Entry[];
  /** When it was last changed if it has no entry. */
  readonly began: string;
}

/** What XML 1.0 cannot hold, although text of people may. */
const noCharacter = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu;

const moment = (time: string): string => new Date(time).toISOString();

/** Writes a feed. Its escaping is that of HTML, whose five characters are XML's. */
export function atom({ id, title, subtitle, site, page, self, entries, began }: Feed): string {
  const updated =
    entries
      .map((entry) => moment(entry.updated))
      .toSorted()
      .at(-1) ?? moment(began);
  const text = html`<?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xml:base="${site}/">
      <id>${id}</id>
      <title>${title}</title>
      ${subtitle !== '' && html`<subtitle>${subtitle}</subtitle>`}
      <updated>${updated}</updated>
      <link rel="self" type="application/atom+xml" href="${site}${self}" />
      <link rel="alternate" type="text/html" href="${site}${page}" />
      ${entries.map(
        (entry) =>
          html`<entry>
            <id>${entry.id}</id>
            <title>${entry.title}</title>
            <link rel="alternate" type="text/html" href="${site}${entry.address}" />
            <published>${moment(entry.published)}</published>
            <updated>${moment(entry.updated)}</updated>
            <author><name>${entry.author}</name></author>
            ${
              'html' in entry.content
                ? html`<content type="html">${entry.content.html.toString()}</content>`
                : html`<summary>${entry.content.text}</summary>`
            }
          </entry>`,
      )}
    </feed> `;
  return text.toString().replaceAll(noCharacter, '');
}

/** Sends a feed, or says that a reader has it already: programs ask every few minutes. */
export function sendFeed(request: FastifyRequest, reply: FastifyReply, feed: Feed): FastifyReply {
  const text = atom(feed);
  const tag = `"${hash('sha1', text, 'base64url').slice(0, 20)}"`;
  reply.headers({ etag: tag, 'cache-control': 'no-cache' });
  if (known(request.headers['if-none-match'], tag)) return reply.code(304).send();
  return reply.type('application/atom+xml; charset=utf-8').send(text);
}
