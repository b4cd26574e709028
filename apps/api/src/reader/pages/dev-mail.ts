import { found } from '../../api-error.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { ago } from '../markup/format.ts';
import { type Html, html } from '../markup/html.ts';
import { sendPage } from '../send-page.ts';
import { plainPage } from '../views/layout.ts';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** The mails of a server that has none to send them with: in development, and for this machine alone. */
export function devMail(app: App, { config, outbox }: Dependencies): void {
  if (outbox === undefined) return;
  app.get('/dev/mail', { schema: { hide: true } }, (request, reply) => {
    // They hold what opens accounts.
    found(loopback.has(request.ip) ? true : undefined, 'page');
    const content = html`<div class="title"><h1>Mails</h1></div>
      ${outbox.mails.length === 0 && html`<p class="empty">None yet. What the forum mails stands here until it is stopped.</p>`}
      <ol class="rows">
        ${outbox.mails.map(
          ({ to, subject, text, at }) =>
            html`<li>
              <div class="row">
                <h2>${subject}</h2>
                <p class="meta"><span>to ${to}</span><span>${ago(at.toISOString())}</span></p>
              </div>
              <p class="mail">${linked(text, config.publicUrl)}</p>
            </li>`,
        )}
      </ol>`;
    return sendPage(reply, plainPage('Mails', content));
  });
}

/** A text whose links into the forum lead there, whatever address this server has at the moment. */
function linked(text: string, site: string): Html {
  const pieces = text.split(/(https?:\/\/[^\s<>]+)/);
  return html`${pieces.map((piece) =>
    piece.startsWith(`${site}/`) ? html`<a href="${piece.slice(site.length)}">${piece}</a>` : piece,
  )}`;
}
