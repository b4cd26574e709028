import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AccountLimits } from './limits/account-limits.ts';
import type { MemberLimits } from './domain/member-limits/member-limits.ts';
import type { UploadLimits } from './limits/upload-limits.ts';
import type { Communities } from './domain/communities/communities.ts';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import type { Replicas } from './database/replicas/replicas.ts';
import type { ReadinessProbe } from './database/readiness/readiness.ts';
import type { Announcing } from './domain/announcing/announcing.ts';
import type { MarkdownRenderer } from './markdown/renderer.ts';
import type { MediaLibrary } from './media/media-library.ts';
import type { Providers } from './oauth/providers.ts';
import type { ViewCounter } from './domain/views/view-counter.ts';
import type { Mailer } from './mail/mailer.ts';
import type { Outbox } from './mail/outbox.ts';

/** What features are given to work with. */
export interface Dependencies {
  readonly config: Config;
  readonly database: Database;
  readonly replicas: Replicas;
  readonly communities: Communities;
  readonly mailer: Mailer;
  /** Where mails go in development without a mail server; undefined elsewhere. */
  readonly outbox: Outbox | undefined;
  readonly media: MediaLibrary;
  readonly providers: Providers;
  readonly limits: AccountLimits;
  readonly members: MemberLimits;
  readonly uploads: UploadLimits;
  readonly views: ViewCounter;
  readonly announcing: Announcing;
  readonly markdown: MarkdownRenderer;
  readonly readiness: ReadinessProbe;
  /** Aborted when the process is about to end: what is asked until then is answered. */
  readonly leaving: AbortSignal;
}

/** Fastify, with zod schemas as the source of the handlers' types. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** A feature registers its routes on the app it is given. */
export type Feature = (app: App, dependencies: Dependencies) => void;
