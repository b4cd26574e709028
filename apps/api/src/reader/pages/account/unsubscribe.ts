import { z } from 'zod';
import { isOfThread } from '../../../features/notifications/unsubscribing/unsubscribe-token.ts';
import type { App, Dependencies } from '../../../dependencies.ts';
import { communityParams } from '../../../domain/values.ts';
import { askApi } from '../../forms/ask-api.ts';
import { withFlash } from '../../forms/way-back.ts';
import { Visit } from '../../forms/visit.ts';
import { readerPaths } from '../../markup/paths.ts';
import { sendPage } from '../../send-page.ts';
import { formView } from '../../views/form.ts';

const query = z.object({ token: z.string().max(200) });

/**
 * Ends mails. A mail program sends the POST by itself when its button is pressed (RFC 8058), without any cookie: the token in
 * the address is all that it proves itself with, so the form needs none of its own,
 * and its body says nothing more.
 */
export function unsubscribe(app: App, dependencies: Dependencies): void {
  const schema = { hide: true, params: communityParams, querystring: query };
  app.get('/unsubscribe', { schema }, async (request, reply) => {
    const visit = new Visit(request, reply, dependencies);
    const form = isOfThread(request.query.token)
      ? { title: 'Follow this thread no more?', lead: 'Mails about other things go on.' }
      : { title: 'No more mails about notifications?', lead: 'Mails about your account come in any case.' };
    return sendPage(
      reply,
      formView(await visit.view(), { ...form, fields: [], submit: [{ text: 'No more of them' }] }),
    );
  });
  app.post('/unsubscribe', { schema }, async (request, reply) => {
    await askApi(request, {
      method: 'POST',
      path: '/auth/unsubscribe',
      body: { token: request.query.token },
    });
    const flash = isOfThread(request.query.token) ? 'unfollowed' : 'unsubscribed';
    return reply.redirect(withFlash(readerPaths.community(request.community.slug), flash), 303);
  });
}
