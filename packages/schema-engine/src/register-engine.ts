import { fileURLToPath } from 'node:url';
import { renderError } from '@agora/postgres';
import { checkVersions } from './versions.ts';

/** The file that the Prisma CLI spawns. */
export const enginePath: string = fileURLToPath(new URL('../bin/schema-engine.js', import.meta.url));

/**
 * Names our executable as Prisma's schema engine, unless the environment says otherwise.
 *
 * @param env changed in place; normally process.env
 * @param projectDirectory where `prisma` and `@prisma/client` are looked for
 * @throws AgoraError `schema_engine.version_mismatch`, its message holding why and fix, as the CLI prints only that
 */
export function register(env: Record<string, string | undefined>, projectDirectory: string): void {
  if (env['AGORA_ENGINE'] === 'native') return;
  env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= enginePath;
  if (env['PRISMA_SCHEMA_ENGINE_BINARY'] !== enginePath) return;
  try {
    checkVersions(projectDirectory);
  } catch (error) {
    throw new Error(renderError(error), { cause: error });
  }
}
