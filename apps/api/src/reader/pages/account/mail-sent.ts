import type { ReadingPage } from '../../forms/reading-page.ts';
import { html } from '../../markup/html.ts';
import { readerPaths } from '../../markup/paths.ts';

/** What stands after a form that mails: the same whether or not there is such an account. */
export const mailSent: ReadingPage = {
  path: '/mail-sent',
  login: 'optional',
  show: ({ community }) => ({
    title: 'Look into your mail',
    content: html`<div class="title"><h1>Look into your mail</h1></div>
      <div class="below">
        <p>If all is as it should be, a mail is on its way to you. Open the link in it.</p>
        <p>
          Nothing there after some minutes? Look into the folder for spam, or
          <a href="${readerPaths.resendVerification(community)}">have it sent again</a>.
        </p>
      </div>`,
  }),
};
