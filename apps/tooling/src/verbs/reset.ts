import { isAgoraError } from '@agora/core';
import { quoteIdentifier, sqlState, withConnection, withDatabase } from '@agora/postgres';
import { defaultProfile } from '@agora/db/seed/catalog';

import {
  confirmDatabase,
  defineCommand,
  environmentPolicy,
  EXIT,
  flag,
  openDatabase,
  refuseReset,
  text,
} from '@agora/cli';

/** `agora db reset` */
export const reset = defineCommand({
  name: 'reset',
  summary: 'Drop the database, make it again, migrate it and seed the demo forum',
  description:
    'Everything in the database is lost, and connections to it are closed. It wants the name of the database, ' +
    'by --confirm or typed at the prompt. Refused outside development, whatever the flags.',
  options: {
    confirm: text('name', 'the name of the database that will be dropped'),
    noSeed: flag('leave it migrated and empty'),
  },
  environment: {
    DATABASE_URL: 'the database to reset; unset: agora on the embedded server',
    AGORA_ENV: 'only development may be reset',
  },
  examples: [
    { command: 'agora db reset', does: 'asks for the name of the database first' },
    { command: 'agora db reset --confirm agora', does: 'for scripts' },
  ],
  next: [{ command: 'agora up', does: 'serve it' }],
  async run({ context, options }) {
    const { out } = context;
    const { policy } = await environmentPolicy(context);
    refuseReset(policy);
    const database = await openDatabase(context, out.detail);
    await confirmDatabase(context, {
      database: database.name,
      given: options.confirm,
      destruction: `Everything in the database ${database.name} (${database.redacted}) will be lost.`,
      command: 'agora db reset',
    });
    return context.interrupts.within(async (signal) => {
      const { applyMigrations } = await import('../forum/apply-migrations.ts');
      const { seedForum } = await import('../forum/seed-forum.ts');
      await out.step(`Drop and make ${database.name}`, () => recreate(database.url, database.name));
      const applied = await applyMigrations(context, database.url, signal);
      const seeds = options.noSeed ? 'none' : (policy.seeds ?? defaultProfile(context.environment));
      const seeded =
        seeds === 'none' ? null : await seedForum(context, database.url, { profile: seeds }, signal);
      out.success(`${database.name} is as new.`);
      if (out.json) out.data({ database: database.name, applied, seeded }, () => '');
      return EXIT.ok;
    });
  },
});

/** Every server has `template1`; `postgres` is the better place to stand, but may have been dropped. */
async function recreate(url: string, name: string): Promise<void> {
  const maintenance = name === 'postgres' ? 'template1' : 'postgres';
  const statements = [
    `DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`,
    `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0`,
  ];
  const run = (database: string): Promise<void> =>
    withConnection(withDatabase(url, database), async (client) => {
      for (const statement of statements) await client.query(statement);
    });
  try {
    await run(maintenance);
  } catch (error) {
    const missing =
      sqlState(error) === '3D000' || (isAgoraError(error) && error.code === 'postgres.invalid_catalog_name');
    if (!missing || maintenance === 'template1') throw error;
    await run('template1');
  }
}
