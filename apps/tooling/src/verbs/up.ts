import { defaultProfile, type SampleAccount, sampleAccounts } from '@agora/db/seed/catalog';
import { type Environment, type EnvironmentPolicy, isAgoraError } from '@agora/core';
import { stopEmbedded, withConnection, withParameters } from '@agora/postgres';
import * as z from 'zod';

import {
  type Context,
  defineCommand,
  embeddedDirectory,
  EXIT,
  integer,
  openDatabase,
  type TargetDatabase,
} from '@agora/cli';
import { applyMigrations } from '../forum/apply-migrations.ts';
import { environmentPolicy } from '../forum/environment-policy.ts';
import { renderClosingScreen } from '../forum/closing-screen.ts';
import { seedForum } from '../forum/seed-forum.ts';

/** What our connections are called on a server of our own: some may be ending still when we look who else is there. */
const ownName = `agora up ${process.pid}`;

/** `agora up` */
export const up = defineCommand({
  name: 'up',
  summary: 'Start everything: database, migrations, demo data, API',
  description:
    'In development, pending migrations are applied and the demo forum is seeded once. Elsewhere neither ' +
    'happens on the way: deploy first, then start the API. Ctrl-C ends the API after the requests in flight, ' +
    'and the embedded server if this command started it and nobody else is connected.',
  options: {
    port: integer('port', 'where the API listens; by default 3000 or the next free one', {
      min: 1,
      max: 65_535,
    }),
  },
  environment: {
    DATABASE_URL: 'the database to use; unset: the embedded server',
    AGORA_ENV: 'the environment: development, staging, production, or one of agora.config.ts',
    PORT: 'as --port',
    HOST: 'the address to listen on; by default 127.0.0.1',
    LOG_LEVEL: 'of the API; by default error, with --verbose info',
    JWT_SECRET: 'key of the access tokens, 32 characters or more; wanted in production',
    PUBLIC_URL: 'where people reach the API; wanted in production',
    MAIL_URL: 'the mail server, or none; wanted in production',
  },
  examples: [
    { command: 'agora up', does: 'the forum on port 3000, or on the next free one' },
    { command: 'agora up --port 4000', does: 'on exactly this port, or not at all' },
  ],
  next: [
    { command: 'curl http://127.0.0.1:3000/health/ready', does: 'whether the API and its database answer' },
    { command: 'agora db reset', does: 'begin again with a fresh forum' },
  ],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const database = await out.step('PostgreSQL', (step) => openDatabase(context, step.note));
      try {
        const { policy } = await environmentPolicy(context);
        const accounts = await prepare(signal, context, database, policy);
        if (signal.aborted) return EXIT.interrupted;
        await serveUntil(signal, context, database, {
          port: options.port,
          accounts,
          environment: policy.base,
        });
        return EXIT.ok;
      } finally {
        await stopIfUnused(context, database);
      }
    }),
});

/** @returns the accounts one can log in with */
async function prepare(
  signal: AbortSignal,
  context: Context,
  database: TargetDatabase,
  policy: EnvironmentPolicy,
): Promise<readonly SampleAccount[]> {
  if (!policy.runOnAppStart) {
    context.out.note(
      `In ${policy.name} nothing is migrated or seeded on the way: that is for agora migrate deploy and agora seed.`,
    );
    return [];
  }
  await applyMigrations(context, database.url, signal);
  const profile = policy.seeds ?? defaultProfile(policy.base);
  if (signal.aborted || profile === 'none') return [];
  await seedForum(context, database.url, { profile, environment: policy.base }, signal).catch(
    (error: unknown) => {
      // Newer seeds would take along what somebody tried out below an older one: their forum stays, and is served.
      if (!isAgoraError(error) || error.code !== 'seed.own_rows') throw error;
      context.out.warn(
        `${error.message} The forum is served as it is.\n${error.why ?? ''}\n${error.fix ?? ''}`,
      );
    },
  );
  return profile === 'minimal' ? [] : sampleAccounts;
}

async function serveUntil(
  signal: AbortSignal,
  context: Context,
  database: TargetDatabase,
  options: {
    readonly port: number | undefined;
    readonly accounts: readonly SampleAccount[];
    readonly environment: Environment;
  },
): Promise<void> {
  const { out } = context;
  const { serve } = await import('../forum/serve.ts');
  const env = {
    ...context.env,
    DATABASE_URL: database.startedNow ? named(database.url) : database.url,
    AGORA_ENV: options.environment,
    LOG_LEVEL: context.env['LOG_LEVEL'] ?? (out.verbose ? 'info' : 'error'),
  };
  const server = await out.step('API', () => serve({ env, port: options.port }));
  try {
    const running = {
      url: server.url,
      docs: `${server.url}/docs`,
      database: database.redacted,
      stopsDatabase: database.startedNow,
      community: await firstCommunity(server.url),
      accounts: options.accounts,
    };
    out.data(running, (paint) => renderClosingScreen(running, paint));
    await new Promise<void>((done) => {
      if (signal.aborted) done();
      else signal.addEventListener('abort', () => done(), { once: true });
    });
  } finally {
    await server.close();
    out.note('The API was stopped.');
  }
}

const communityPage = z.object({ items: z.array(z.object({ slug: z.string() })) });

/** Through the API itself: this also shows that it answers. */
async function firstCommunity(url: string): Promise<string | undefined> {
  const response = await fetch(`${url}/communities`);
  return communityPage.parse(await response.json()).items[0]?.slug;
}

function named(url: string): string {
  return withParameters(url, { application_name: ownName });
}

/** The embedded server outlives this command for whoever else is connected to it. */
async function stopIfUnused(context: Context, database: TargetDatabase): Promise<void> {
  if (!database.startedNow) return;
  const others = await withConnection(named(database.url), async (client) => {
    const { rows } = await client.query<{ others: string }>(
      `SELECT count(*) AS others FROM pg_catalog.pg_stat_activity
       WHERE backend_type = 'client backend' AND application_name <> $1`,
      [ownName],
    );
    return Number(rows[0]!.others);
  });
  if (others > 0) {
    context.out.note('The database keeps running: others are connected. agora db stop ends it.');
    return;
  }
  await stopEmbedded({ directory: embeddedDirectory(context) });
  context.out.note('The database was stopped.');
}
