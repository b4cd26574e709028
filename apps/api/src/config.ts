import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { chooseEnvironment, ENVIRONMENTS } from '@agora/core';
import { hostsOf } from '@agora/postgres';
import { z } from 'zod';
import { ApiError } from './api-error.ts';
import type { TokenKeys } from './auth/token-box.ts';
import {
  oauthProviders,
  oauthReturnTo,
  oauthTokenKeys,
  passingTokenKeys,
  type ProviderSettings,
} from './settings/oauth-providers.ts';
import { defaultPlace, type MediaPlace, mediaPlace, mostBytesOf } from './settings/media-place.ts';

const postgresUrl = z
  .string('is required: postgresql://user:password@host:port/database')
  .refine(
    (text) => /^postgres(ql)?:\/\/./.test(text) && hostsOf(text).every((url) => URL.canParse(url)),
    'must be a postgresql:// address',
  );

/** Between two URLs stands a space or a comma; inside one a comma stands between hosts. */
const replicaUrls = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+(?=postgres)/).flatMap((url) => url.trim() || []))
  .pipe(z.array(postgresUrl));

const count = (least: number, most: number): z.ZodCoercedNumber =>
  z.coerce.number('must be a number').int('must be a whole number').min(least).max(most);

/**
 * Connections beyond which a database of so many processors gets slower, by the formula of
 * https://wiki.postgresql.org/wiki/Number_Of_Database_Connections with one disk; at least 5, of which uploads may hold
 * three. The processors are this machine's: where the database has a machine of its own, say how many.
 */
const poolSize = (processors: number): number => Math.max(5, 2 * processors + 1);

/** `TRUST_PROXY`: how many proxies stand in front, each of which appends what it was asked from. */
const proxies = z
  .string()
  .transform(
    (text) => ({ true: 1, false: 0 })[text.toLowerCase()] ?? (/^\d{1,2}$/.test(text) ? Number(text) : -1),
  )
  .refine((hops) => hops >= 0, 'must be the number of proxies in front of the API, or true for one')
  .default(0);

/** Least characters of a secret. */
const leastSecret = 32;

/**
 * `JWT_SECRET`: one, or several between commas, the newest first. A part that is too short for a secret means that the
 * comma is a character of the only one.
 */
const secrets = z
  .string()
  .min(leastSecret, `must have at least ${leastSecret} characters`)
  .transform((text) => {
    const parts = text.split(',').map((part) => part.trim());
    const several = parts.every((part) => part.length >= leastSecret) ? parts : [text];
    return several.map((secret) => new TextEncoder().encode(secret));
  });

const schema = z.object({
  AGORA_ENV: z.enum(ENVIRONMENTS),
  HOST: z.string().default('127.0.0.1'),
  PORT: count(0, 65_535).default(3000),
  DATABASE_URL: postgresUrl,
  DIRECT_URL: postgresUrl.optional(),
  REPLICA_URLS: replicaUrls,
  REPLICA_MAX_LAG_SECONDS: count(1, 3600).default(10),
  DATABASE_ROLE: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/, 'must be the name of a role')
    .default('agora_app'),
  DATABASE_POOL_SIZE: count(1, 1000).default(poolSize(availableParallelism())),
  DATABASE_CONNECT_TIMEOUT_MS: count(100, 600_000).default(5000),
  DATABASE_STATEMENT_TIMEOUT_MS: count(100, 600_000).default(5000),
  JWT_SECRET: secrets.optional(),
  ACCESS_TOKEN_SECONDS: count(30, 86_400).default(900),
  REFRESH_TOKEN_DAYS: count(1, 365).default(30),
  OAUTH_PROVIDERS: oauthProviders,
  OAUTH_RETURN_TO: oauthReturnTo,
  OAUTH_TOKEN_KEYS: oauthTokenKeys,
  OAUTH_TIMEOUT_SECONDS: count(1, 60).default(5),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  MAIL_URL: z
    .string()
    .refine(
      (text) => text === 'none' || (/^smtps?:\/\/./.test(text) && URL.canParse(text)),
      'must be an smtp:// or smtps:// address, or none',
    )
    .optional(),
  MAIL_FROM: z.string().max(320).default('Agora <forum@localhost>'),
  MEDIA_STORE: mediaPlace.optional(),
  MEDIA_LIMIT_BYTES: count(1024, 16_777_216).optional(),
  MEDIA_QUOTA_BYTES: count(0, Number.MAX_SAFE_INTEGER).default(268_435_456),
  MEDIA_UPLOADS_PER_HOUR: count(1, 1_000_000).default(120),
  MEDIA_UPLOAD_SECONDS: count(1, 3600).default(120),
  COMMUNITY_HOSTS: z
    .string()
    .regex(/^[a-z0-9.-]+$/, 'must be a host name')
    .optional(),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((origin) => origin.trim() || [])),
  RATE_LIMIT_PER_MINUTE: count(0, 1_000_000).default(6000),
  MEMBER_LIMITS: z.stringbool().default(true),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
    .optional(),
  OTEL_SERVICE_NAME: z.string().max(100).default('agora-api'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SHUTDOWN_DELAY_SECONDS: count(0, 300).default(0),
  TRUST_PROXY: proxies,
  BODY_LIMIT_BYTES: count(1024, 100_000_000).default(262_144),
});

/** What has no safe default where people use the forum, and what to say of it. */
const neededInProduction = [
  ['JWT_SECRET', ''],
  ['PUBLIC_URL', ': links in mails lead there'],
  ['MAIL_URL', ': without mails nobody can register; `none` says that none are wanted'],
] as const;

/** What the API needs to know, parsed once. */
export interface Config {
  readonly environment: 'development' | 'staging' | 'production';
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly database: {
    readonly url: string;
    /** Past a pooler, for what needs a session: migrations. */
    readonly directUrl: string;
    readonly replicas: {
      /** Streaming replicas, from which what may be old is read. */
      readonly urls: readonly string[];
      /** Milliseconds that one may be behind. */
      readonly maxLagMs: number;
    };
    /** Role that every connection takes on; row-level security must bind it. */
    readonly role: string;
    readonly poolSize: number;
    /** Milliseconds that a request waits for a connection. */
    readonly connectTimeoutMs: number;
    readonly statementTimeoutMs: number;
  };
  readonly tokens: {
    /** Key of the access tokens' HMAC-SHA-256, and what the keys of all else that is signed are derived from. */
    readonly secret: Uint8Array;
    /** Those before it, newest first: what they signed is still good, and they sign nothing. */
    readonly earlierSecrets: readonly Uint8Array[];
    /** Whether the secret was made for this process alone: then no token outlives a restart. */
    readonly secretGenerated: boolean;
    readonly accessSeconds: number;
    readonly refreshDays: number;
  };
  readonly oauth: {
    /** OpenID providers to sign in with. */
    readonly providers: readonly ProviderSettings[];
    /** Addresses of clients that may be sent one-time codes; what lies below one may, too. */
    readonly returnTo: readonly string[];
    /** What seals the providers' tokens, and the secrets of second factors. */
    readonly keys: TokenKeys;
    /** Whether they outlast this process. */
    readonly keysLast: boolean;
    /** Seconds that a provider may take for an answer. */
    readonly timeoutSeconds: number;
  };
  readonly mail: {
    /** `smtp://` address of the server that sends; undefined writes mails to the log, `none` sends none. */
    readonly url: string | undefined;
    readonly from: string;
  };
  readonly media: {
    readonly store: MediaPlace;
    /** Bytes that one file may have. */
    readonly limitBytes: number;
    /** Bytes that the posts of one user may have in a community, all together; 0 is no limit. */
    readonly quotaBytes: number;
    readonly uploadsPerHour: number;
    /** Seconds in which an upload must have come in. */
    readonly uploadSeconds: number;
  };
  /** Where people reach the API from outside, for links in mails. */
  readonly publicUrl: string;
  /** Host below which each community has its own, as `forum.example` in `techcorp.forum.example`. */
  readonly communityHosts: string | undefined;
  /** Origins whose scripts may call the API; `*` is every one. */
  readonly corsOrigins: readonly string[];
  /** Requests one address may send in a minute, to this process; 0 is no limit. */
  readonly rateLimitPerMinute: number;
  /** Whether what one member writes in an hour is bounded. */
  readonly memberLimits: boolean;
  readonly metrics: {
    /** What /metrics wants as a bearer token; undefined: it is open, and not served in production. */
    readonly token: string | undefined;
  };
  readonly tracing: {
    /** Base address of an OpenTelemetry collector (OTLP over HTTP); undefined traces nothing. */
    readonly endpoint: string | undefined;
    readonly serviceName: string;
  };
  readonly logLevel: z.output<typeof schema>['LOG_LEVEL'];
  /** Milliseconds between saying that this process is about to end and taking no more requests. */
  readonly shutdownDelayMs: number;
  /**
   * Proxies in front, whose `X-Forwarded-*` headers are believed: a client's address is as many places from the right.
   * What stands left of it was written by whoever asked.
   */
  readonly trustProxy: number;
  readonly bodyLimitBytes: number;
}

/** Every secret that what is signed may be signed with, the newest first. */
export function secretsOf({ secret, earlierSecrets }: Config['tokens']): readonly Uint8Array[] {
  return [secret, ...earlierSecrets];
}

/**
 * Parses environment variables; an empty one counts as unset, as in a shell.
 * @throws ApiError `api.invalid_config` naming every fault, not only the first, and no value that may be secret
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const { name: environment } = chooseEnvironment({ env, url: env['DATABASE_URL'] });
  const given = {
    ...Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== '')),
    AGORA_ENV: environment,
  };
  const checked = schema
    .check(
      ...neededInProduction.map(([name, why]) =>
        z.refine<z.output<typeof schema>>(
          (settings) => settings.AGORA_ENV !== 'production' || settings[name] !== undefined,
          { path: [name], error: `is required in production${why}`, when: () => true },
        ),
      ),
    )
    .refine(
      (settings) =>
        settings.AGORA_ENV !== 'production' ||
        settings.OAUTH_PROVIDERS.length === 0 ||
        settings.OAUTH_TOKEN_KEYS !== undefined,
      { path: ['OAUTH_TOKEN_KEYS'], message: 'is required in production, where OAUTH_PROVIDERS is set' },
    )
    .refine(
      ({ MEDIA_STORE: store, MEDIA_LIMIT_BYTES: limit = 0 }) =>
        store?.kind !== 'ipfs' || limit <= mostBytesOf(store),
      {
        path: ['MEDIA_LIMIT_BYTES'],
        message: 'must be at most 1048576 with an IPFS node: more is no single block',
        when: ({ value }) => typeof value === 'object',
      },
    )
    .safeParse(given);
  if (!checked.success) {
    const faults = checked.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new ApiError(
      'api.invalid_config',
      faults.length === 1 ? 'One setting cannot be used.' : `${faults.length} settings cannot be used.`,
      {
        why: faults.join('\n'),
        fix: 'Correct them in the environment or in .env; .env.example explains each.',
      },
    );
  }
  const settings = checked.data;
  return Object.freeze({
    environment: settings.AGORA_ENV,
    host: settings.HOST,
    port: settings.PORT,
    database: {
      url: settings.DATABASE_URL,
      directUrl: settings.DIRECT_URL ?? settings.DATABASE_URL,
      replicas: { urls: settings.REPLICA_URLS, maxLagMs: settings.REPLICA_MAX_LAG_SECONDS * 1000 },
      role: settings.DATABASE_ROLE,
      poolSize: settings.DATABASE_POOL_SIZE,
      connectTimeoutMs: settings.DATABASE_CONNECT_TIMEOUT_MS,
      statementTimeoutMs: settings.DATABASE_STATEMENT_TIMEOUT_MS,
    },
    tokens: {
      secret: settings.JWT_SECRET?.[0] ?? randomBytes(32),
      earlierSecrets: settings.JWT_SECRET?.slice(1) ?? [],
      secretGenerated: settings.JWT_SECRET === undefined,
      accessSeconds: settings.ACCESS_TOKEN_SECONDS,
      refreshDays: settings.REFRESH_TOKEN_DAYS,
    },
    oauth: {
      providers: settings.OAUTH_PROVIDERS,
      returnTo: settings.OAUTH_RETURN_TO,
      keys: settings.OAUTH_TOKEN_KEYS ?? passingTokenKeys(),
      keysLast: settings.OAUTH_TOKEN_KEYS !== undefined,
      timeoutSeconds: settings.OAUTH_TIMEOUT_SECONDS,
    },
    mail: { url: settings.MAIL_URL, from: settings.MAIL_FROM },
    media: {
      store: settings.MEDIA_STORE ?? defaultPlace(),
      limitBytes: settings.MEDIA_LIMIT_BYTES ?? mostBytesOf(settings.MEDIA_STORE),
      quotaBytes: settings.MEDIA_QUOTA_BYTES,
      uploadsPerHour: settings.MEDIA_UPLOADS_PER_HOUR,
      uploadSeconds: settings.MEDIA_UPLOAD_SECONDS,
    },
    publicUrl: (settings.PUBLIC_URL ?? 'http://127.0.0.1:3000').replace(/\/+$/, ''),
    communityHosts: settings.COMMUNITY_HOSTS,
    corsOrigins: settings.CORS_ORIGINS,
    rateLimitPerMinute: settings.RATE_LIMIT_PER_MINUTE,
    memberLimits: settings.MEMBER_LIMITS,
    metrics: { token: settings.METRICS_TOKEN },
    tracing: { endpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT, serviceName: settings.OTEL_SERVICE_NAME },
    logLevel: settings.LOG_LEVEL,
    shutdownDelayMs: settings.SHUTDOWN_DELAY_SECONDS * 1000,
    trustProxy: settings.TRUST_PROXY,
    bodyLimitBytes: settings.BODY_LIMIT_BYTES,
  });
}
