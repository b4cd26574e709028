import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrationsDirectory } from '@agora/db/paths';
import { type Client, withConnection } from '@agora/postgres';
import { createTestDatabase, migratedTemplate } from '@agora/testkit';
import { afterAll, beforeAll } from 'vitest';
import { buildApp } from '../app.ts';
import { type Config, parseConfig } from '../config.ts';
import { Database } from '../database/database.ts';
import type { App } from '../dependencies.ts';
import { forumRows } from './forum-rows.fixture.ts';

/** An API on a database of its own, with two small communities. */
export interface Forum {
  readonly app: App;
  readonly database: Database;
  readonly config: Config;
  /** Works as the database's superuser, past every policy. */
  asOwner<T>(use: (client: Client) => Promise<T>): Promise<T>;
}

/** Registers a forum for the tests of a file: made before them, dropped after them. */
export function useForum(env: Readonly<Record<string, string>> = {}): Forum {
  const forum: { -readonly [Key in keyof Forum]?: Forum[Key] } = {};
  let drop: (() => Promise<void>) | undefined;
  let media: string | undefined;
  beforeAll(async () => {
    const test = await createTestDatabase({ template: await forumTemplate() });
    drop = () => test.drop();
    media = await mkdtemp(path.join(tmpdir(), 'agora media '));
    forum.config = parseConfig({ DATABASE_URL: test.url, LOG_LEVEL: 'silent', MEDIA_STORE: media, ...env });
    forum.database = new Database(forum.config.database);
    forum.app = await buildApp({ config: forum.config, database: forum.database });
    forum.asOwner = (use) => withConnection(test.url, use);
  });
  afterAll(async () => {
    await forum.app?.close();
    await forum.database?.close();
    await drop?.();
    if (media !== undefined) await rm(media, { recursive: true, force: true });
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- complete once the tests run
  return forum as Forum;
}

function forumTemplate(): Promise<string> {
  return migratedTemplate(migrationsDirectory, {
    key: forumRows,
    fill: (url) =>
      withConnection(url, async (client) => {
        await client.query(forumRows);
        await client.query('ANALYZE');
      }),
  });
}
