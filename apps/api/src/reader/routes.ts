import type { FastifyError, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';
import type { App, Dependencies } from '../dependencies.ts';
import { readCommunityPage } from '../domain/communities/community-page.ts';
import { enforceMaintenance } from '../http/guards/maintenance.ts';
import { unanswered } from '../http/guards/allowed-methods.ts';
import { communityOfHost } from '../http/community-address.ts';
import { resolveCommunity } from '../http/community.ts';
import { describeError, logFault } from '../http/problems.ts';
import { varyBy } from '../http/versions.ts';
import { communityPages } from './community-routes.ts';
import { constrainByHtml } from './html-constraint.ts';
import { readerPaths } from './markup/paths.ts';
import { sendPage } from './send-page.ts';
import { script } from './markup/script.ts';
import { icon, style } from './markup/style.ts';
import { documentation } from './docs/documentation.ts';
import { feeds } from './feeds/feeds.ts';
import { readForms } from './forms/form-body.ts';
import { devMail } from './pages/dev-mail.ts';
import { readerForms } from './pages/index.ts';
import { ReaderCookies } from './session/session-cookie.ts';
import { readSessions } from './session/session.ts';
import { communitiesPage } from './views/communities.ts';
import { faultPage } from './views/fault.ts';

const pageSize = 20;
const homeQuery = z.object({ cursor: z.string().max(500).optional() });

/** The style sheet's address changes with its content. */
const unchanging = {
  'cache-control': 'public, max-age=31536000, immutable',
  'x-content-type-options': 'nosniff',
};

/**
 * The forum as pages for people, at `/` for browsers and below `/r/:community`: the API's own statements, written as
 * HTML. Who logs in has a cookie, which nothing but these pages reads; what writes is a form, which asks the operation that
 * the API serves.
 */
export function readerRoutes(app: App, dependencies: Dependencies): void {
  constrainByHtml(app);
  void app.register(async (scope) => {
    const pages: App = scope.withTypeProvider<ZodTypeProvider>();
    answerFaultPages(pages, dependencies);
    frontPage(pages, dependencies);
    devMail(pages, dependencies);
    documentation(pages);
    const files = { schema: { hide: true }, logLevel: 'warn' } as const;
    pages.get(readerPaths.style, files, (_request, reply) =>
      reply.headers(unchanging).type('text/css; charset=utf-8').send(style),
    );
    pages.get(readerPaths.icon, files, (_request, reply) =>
      reply.headers(unchanging).type('image/svg+xml').send(icon),
    );
    pages.get(readerPaths.script, files, (_request, reply) =>
      reply.headers(unchanging).type('text/javascript; charset=utf-8').send(script),
    );
    await pages.register(
      async (below) => {
        const community: App = below.withTypeProvider<ZodTypeProvider>();
        community.setNotFoundHandler((request) => {
          throw unanswered(request, 'There is no such page.');
        });
        resolveCommunity(community, dependencies);
        enforceMaintenance(community, dependencies);
        readSessions(community, dependencies);
        readForms(community);
        communityPages(community, dependencies);
        feeds(community, dependencies);
        readerForms(community, dependencies);
      },
      { prefix: '/r/:community' },
    );
  });
}

/** How the database says that the session of a viewer is no more. */
const sessionEnded: ReadonlySet<string> = new Set(['auth.invalid_token', 'auth.account_inactive']);

/** Faults are pages, too; what is not expected is logged and shown without its cause. */
function answerFaultPages(app: App, { config }: Dependencies): void {
  const cookies = new ReaderCookies(config);
  app.setErrorHandler((error: FastifyError, request, reply: FastifyReply) => {
    // A name that cannot be one is, for whoever followed a link, a page that is not there.
    const fault =
      error.validationContext === 'params'
        ? new ApiError('request.not_found', 'There is no such page.')
        : describeError(error);
    logFault(request, error, fault);
    if (request.viewer !== undefined && sessionEnded.has(fault.code)) {
      // It was ended elsewhere: the page goes on as nobody's. Who is banned is told so when they log in.
      cookies.forgetSession(request, reply);
      if (request.method === 'GET') return reply.redirect(request.url, 302);
    }
    const page = faultPage({
      status: fault.statusCode,
      detail: fault.message,
      requestId: request.id,
      sent: request.method === 'POST',
    });
    return sendPage(reply.code(fault.statusCode).headers(fault.headers), page);
  });
}

/** The bare address: the community that has the host, the only one, or the list of them. */
function frontPage(app: App, { config, database }: Dependencies): void {
  app.get(
    '/',
    { schema: { hide: true, querystring: homeQuery }, constraints: { html: 'yes' } },
    async ({ query: { cursor }, raw }, reply) => {
      const itsOwn = communityOfHost(config, raw);
      if (itsOwn !== undefined) {
        varyBy(reply, 'accept');
        return reply.redirect(readerPaths.community(itsOwn), 302);
      }
      const page = await readCommunityPage(database.for(undefined), { limit: pageSize, cursor });
      const [only] = page.items;
      if (only !== undefined && page.items.length === 1 && cursor === undefined) {
        varyBy(reply, 'accept');
        return reply.redirect(readerPaths.community(only.slug), 302);
      }
      return sendPage(reply, communitiesPage(page));
    },
  );
}
