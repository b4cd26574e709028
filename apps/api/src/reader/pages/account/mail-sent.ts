import type { App, Dependencies } from '../../../dependencies.ts';
import { communityParams } from '../../../domain/values.ts';
import { Visit } from '../../forms/visit.ts';
import { html } from '../../markup/html.ts';
import { readerPaths } from '../../markup/paths.ts';
import { sendPage } from '../../send-page.ts';
import { communityPage } from '../../views/layout.ts';

/** What stands after a form that mails: the same whether or not there is such an account. */
export function mailSent(app: App, dependencies: Dependencies): void {
  app.get('/mail-sent', { schema: { hide: true, params: communityParams } }, async (request, reply) => {
    const view = await new Visit(request, reply, dependencies).view();
    const content = html`<div class="title"><h1>Look into your mail</h1></div>
      <div class="below">
        <p>If all is as it should be, a mail is on its way to you. Open the link in it.</p>
        <p>
          Nothing there after some minutes? Look into the folder for spam, or
          <a href="${readerPaths.resendVerification(view.community.slug)}">have it sent again</a>.
        </p>
      </div>`;
    return sendPage(reply, communityPage(view, { title: 'Look into your mail', content }));
  });
}
