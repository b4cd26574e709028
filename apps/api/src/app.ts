import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyServerOptions } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import { Replicas } from './database/replicas/replicas.ts';
import { ReadinessProbe } from './database/readiness/readiness.ts';
import type { App, Dependencies, Feature } from './dependencies.ts';
import { AccountLimits } from './limits/account-limits.ts';
import { MemberLimits } from './domain/member-limits/member-limits.ts';
import { UploadLimits } from './limits/upload-limits.ts';
import { accounts } from './features/accounts/index.ts';
import { channels } from './features/channels/index.ts';
import { Communities } from './domain/communities/communities.ts';
import { communities, community } from './features/communities/index.ts';
import { health } from './features/health/index.ts';
import { home } from './features/home/index.ts';
import { comments } from './features/comments/index.ts';
import { likes } from './features/likes/index.ts';
import { me } from './features/me/index.ts';
import { MarkdownRenderer } from './markdown/renderer.ts';
import { MediaLibrary } from './media/media-library.ts';
import { media } from './features/media/index.ts';
import { moderation } from './features/moderation/index.ts';
import { notifications } from './features/notifications/index.ts';
import { Announcing } from './domain/announcing/announcing.ts';
import { MaintenanceModes } from './http/guards/maintenance.ts';
import { NotificationMailing } from './features/notifications/mailing/notification-mailing.ts';
import { Providers } from './oauth/providers.ts';
import { oauth } from './features/oauth/index.ts';
import { points } from './features/points/index.ts';
import { search } from './features/search/index.ts';
import { tags } from './features/tags/index.ts';
import { ViewCounter } from './domain/views/view-counter.ts';
import { posts } from './features/posts/index.ts';
import { users } from './features/users/index.ts';
import { Mailer } from './mail/mailer.ts';
import { Outbox } from './mail/outbox.ts';
import { communityAddress } from './http/community-address.ts';
import { enforceMaintenance } from './http/guards/maintenance.ts';
import { metricsRoutes } from './features/metrics/metrics.ts';
import { tellPosition } from './http/old-reads.ts';
import { readJson } from './http/json-bodies.ts';
import type { Operation } from './http/operation.ts';
import { resolveCommunity } from './http/community.ts';
import { allowOrigins } from './http/guards/cors.ts';
import { logging } from './http/telemetry/logging.ts';
import { describeApi, serveDocument } from './http/openapi/document.ts';
import { answerProblems } from './http/problems.ts';
import { wantOneHost } from './http/guards/one-host.ts';
import { limitRate } from './http/guards/rate-limit.ts';
import { refusals } from './http/guards/refusals.ts';
import { secureHeaders } from './http/guards/security-headers.ts';
import { authenticateViewer } from './http/viewer.ts';
import { readerRoutes } from './reader/routes.ts';
import { assessMigrations } from './startup/migrations.ts';

/** What answers at the bare address, and knows no community. */
const siteFeatures: readonly (readonly Operation[] | Feature)[] = [
  home,
  health,
  communities,
  metricsRoutes,
  readerRoutes,
];

/** What one community answers, below `/c/:community`: the operations of each feature. */
const communityFeatures: readonly (readonly Operation[] | Feature)[] = [
  community,
  channels,
  posts,
  comments,
  likes,
  media,
  tags,
  search,
  points,
  notifications,
  moderation,
  users,
  accounts,
  me,
  oauth,
];

/** Given here and not set later, for then Fastify would load its own two, which work with JSON schemas, at every start. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Fastify's types know factories for JSON schemas only
const compilersFactory = {
  buildValidator: () => validatorCompiler,
  buildSerializer: () => serializerCompiler,
} as unknown as NonNullable<FastifyServerOptions['schemaController']>['compilersFactory'];

/**
 * Builds the API: nothing listens and nothing connects yet. The caller closes the database after the app.
 * @param deps what it works with; `leaving` is aborted some time before the app is closed
 */
export async function buildApp(deps: {
  readonly config: Config;
  readonly database: Database;
  readonly leaving?: AbortSignal;
}): Promise<App> {
  const { config, database, leaving = new AbortController().signal } = deps;
  const app: App = Fastify({
    ...logging(config),
    ...refusals(config),
    // Node would answer in a form of its own: see one-host.ts.
    http: { requireHostHeader: false },
    trustProxy: (_address, hop) => hop < config.trustProxy,
    bodyLimit: config.bodyLimitBytes,
    genReqId: () => randomUUID(),
    rewriteUrl: (request) => communityAddress(config, request),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    // A body may come as slowly as an upload may, and no slower: else a few slow clients hold every connection. An upload
    // that takes too long is told so by its own route, a moment before.
    requestTimeout: (Math.max(60, config.media.uploadSeconds) + 10) * 1000,
    // What comes on a connection that is open already is answered while the process ends.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    schemaController: { compilersFactory },
  }).withTypeProvider<ZodTypeProvider>();
  // Bodies are JSON: a page of another site may send text in its visitor's name without asking the API first.
  app.removeContentTypeParser('text/plain');
  readJson(app);
  answerProblems(app);
  await describeApi(app, config);

  const isSilent = config.logLevel === 'silent';
  const outbox =
    config.environment === 'development' && config.mail.url === undefined
      ? new Outbox((text) => void (isSilent || process.stderr.write(text)))
      : undefined;
  const mailer = new Mailer(config.mail, app.log, outbox);
  app.addHook('onClose', () => mailer.close());
  const views = new ViewCounter(database, app.log);
  app.addHook('onClose', () => views.close());
  const modes = new MaintenanceModes(database);
  const announcing = new Announcing({
    database,
    leaving,
    log: app.log,
    takesWrites: async (communityId) => (await modes.of(communityId)) === undefined,
  });
  const markdown = new MarkdownRenderer();
  app.addHook('onClose', () => markdown.close());
  const replicas = new Replicas(database, config, (facts, message) => app.log.warn(facts, message));
  app.addHook('onClose', () => replicas.close());
  const dependencies: Dependencies = {
    config,
    database,
    replicas,
    communities: new Communities(database),
    mailer,
    outbox,
    media: new MediaLibrary(config.media),
    providers: new Providers(config.oauth),
    limits: new AccountLimits(),
    members: new MemberLimits(config.memberLimits),
    uploads: new UploadLimits(config.media.uploadsPerHour),
    views,
    announcing,
    markdown,
    readiness: new ReadinessProbe(database, () => assessMigrations(config.database)),
    leaving,
  };
  const mailing = new NotificationMailing(dependencies, app.log);
  // Where it is asked over the network, and not by who only works with the app.
  app.addHook('onListen', async () => {
    mailing.start();
    announcing.start();
  });
  app.addHook('preClose', async () => {
    await Promise.all([mailing.close(), announcing.close()]);
  });
  secureHeaders(app, dependencies);
  wantOneHost(app);
  allowOrigins(app, dependencies);
  limitRate(app, dependencies);
  if (config.tracing.endpoint !== undefined) {
    // Loaded when wanted: the SDK takes longer to load than the rest of the API.
    const { traceRequests } = await import('./http/telemetry/tracing.ts');
    traceRequests(app, dependencies, config.tracing.endpoint);
  }
  // Whoever keeps its connection open is to open the next one elsewhere.
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (leaving.aborted) reply.header('connection', 'close');
    done();
  });
  register(siteFeatures, app, dependencies);
  await app.register(
    async (scope) => {
      const below: App = scope.withTypeProvider<ZodTypeProvider>();
      resolveCommunity(below, dependencies);
      enforceMaintenance(below, dependencies);
      authenticateViewer(below, dependencies);
      tellPosition(below, dependencies);
      register(communityFeatures, below, dependencies);
    },
    { prefix: '/c/:community' },
  );
  serveDocument(app);
  return app;
}

function register(
  features: readonly (readonly Operation[] | Feature)[],
  app: App,
  dependencies: Dependencies,
): void {
  for (const feature of features) {
    if (typeof feature === 'function') feature(app, dependencies);
    else for (const operation of feature) operation.register(app, dependencies);
  }
}
