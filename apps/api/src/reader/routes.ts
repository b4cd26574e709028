import type { FastifyError, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';
import type { App, Dependencies } from '../dependencies.ts';
import { readCommunityPage } from '../domain/communities/community-page.ts';
import { heedMaintenance } from '../http/guards/maintenance.ts';
import { unanswered } from '../http/guards/allowed-methods.ts';
import { communityOfHost } from '../http/community-address.ts';
import { resolveCommunity } from '../http/community.ts';
import { describeError, logFault } from '../http/problems.ts';
import { varyBy } from '../http/versions.ts';
import { communityPages } from './community-routes.ts';
import { constrainByHtml } from './html-constraint.ts';
import { readerPaths } from './markup/paths.ts';
import { sendPage } from './send-page.ts';
import { icon, style } from './markup/style.ts';
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
 * HTML. It knows no session and sets no cookie, so there is nothing to forge a request for.
 */
export function readerRoutes(app: App, dependencies: Dependencies): void {
  constrainByHtml(app);
  void app.register(async (scope) => {
    const pages: App = scope.withTypeProvider<ZodTypeProvider>();
    answerFaultPages(pages);
    frontPage(pages, dependencies);
    const files = { schema: { hide: true }, logLevel: 'warn' } as const;
    pages.get(readerPaths.style, files, (_request, reply) =>
      reply.headers(unchanging).type('text/css; charset=utf-8').send(style),
    );
    pages.get(readerPaths.icon, files, (_request, reply) =>
      reply.headers(unchanging).type('image/svg+xml').send(icon),
    );
    await pages.register(
      async (below) => {
        const community: App = below.withTypeProvider<ZodTypeProvider>();
        community.setNotFoundHandler((request) => {
          throw unanswered(request, 'There is no such page.');
        });
        resolveCommunity(community, dependencies);
        heedMaintenance(community, dependencies);
        communityPages(community, dependencies);
      },
      { prefix: '/r/:community' },
    );
  });
}

/** Faults are pages, too; what is not expected is logged and shown without its cause. */
function answerFaultPages(app: App): void {
  app.setErrorHandler((error: FastifyError, request, reply: FastifyReply) => {
    // A name that cannot be one is, for whoever followed a link, a page that is not there.
    const fault =
      error.validationContext === 'params'
        ? new ApiError('request.not_found', 'There is no such page.')
        : describeError(error);
    logFault(request, error, fault);
    const page = faultPage({ status: fault.statusCode, detail: fault.message, requestId: request.id });
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
