import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';

import { enginePath } from '@agora/schema-engine';

import type { FixtureProject } from './project.fixture.ts';

const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');

/** What the Prisma CLI said. */
export interface PrismaRun {
  readonly code: number;
  readonly output: string;
}

/** Runs the Prisma CLI in a project, over our engine host. */
export function prisma(project: FixtureProject, ...words: readonly string[]): Promise<PrismaRun> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [cli, ...words],
      {
        cwd: project.root,
        env: {
          ...process.env,
          DATABASE_URL: project.url,
          PRISMA_SCHEMA_ENGINE_BINARY: enginePath,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          CHECKPOINT_DISABLE: '1',
          NO_COLOR: '1',
        },
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        done({ code, output: `${stdout}${stderr}` });
      },
    );
    child.stdin?.end();
  });
}
