import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

import { migrationsDirectory } from '@agora/db';
import { AgoraError } from '@agora/postgres';

import type { Context } from '../context.ts';
import { counted } from '../text.ts';

/**
 * Applies what is pending of the forum's own history.
 * @returns the names of the migrations that were applied now
 * @throws AgoraError `cli.migrate_failed`
 */
export async function applyMigrations(context: Context, url: string): Promise<string[]> {
  const applied = await context.out.step('Migrations', () => prismaDeploy(context, url));
  context.out.detail(
    applied.length === 0 ? 'Nothing was pending.' : `${counted(applied.length, 'migration')} applied.`,
  );
  return applied;
}

function prismaDeploy(context: Context, url: string): Promise<string[]> {
  const project = path.resolve(migrationsDirectory, '..', '..');
  const cli = createRequire(path.join(project, 'package.json')).resolve('prisma/build/index.js');
  const config = path.join(project, 'prisma.config.ts');
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      [cli, 'migrate', 'deploy', '--config', config],
      {
        cwd: project,
        env: { ...context.env, DATABASE_URL: url, NO_COLOR: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
      },
      (error, stdout, stderr) => {
        if (error === null) {
          done([...stdout.matchAll(/Applying migration `([^`]+)`/g)].map((match) => match[1]!));
          return;
        }
        fail(
          new AgoraError({
            code: 'cli.migrate_failed',
            message: 'The migrations could not be applied.',
            why: `${stdout}\n${stderr}`.trim(),
            fix: 'pnpm prisma migrate status',
            cause: error,
          }),
        );
      },
    );
  });
}
