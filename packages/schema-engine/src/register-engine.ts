import { fileURLToPath } from 'node:url';
import { renderError } from '@agora/postgres';
import { findPrisma } from './installed/installed-prisma.ts';
import { findEngineBuild } from './installed/engine-build.ts';
import { refusalNote, versionNotes } from './register/version-note.ts';

/** The file that the Prisma CLI spawns. */
export const enginePath: string = fileURLToPath(new URL('../bin/schema-engine.js', import.meta.url));

/** Who asks for the engine. */
export interface Registration {
  /** Changed in place; normally process.env. */
  readonly env: Record<string, string | undefined>;
  /** Where Prisma and its engine are looked for. */
  readonly projectDirectory: string;
  /** The script that the process runs. */
  readonly running?: string | undefined;
  /** Is told, once, of versions that were not tried or do not meet. */
  readonly note: (line: string) => void;
}

/**
 * Names our executable as Prisma's schema engine, unless the environment says otherwise or its CLI is none that the
 * executable serves.
 *
 * @returns whether the executable will be spawned
 * @throws Error in the words of `schema_engine.no_engine`, why and fix too, as the CLI prints only the message
 */
export function register({ env, projectDirectory, running, note }: Registration): boolean {
  if (env['AGORA_ENGINE'] === 'native') return false;
  const given = env['PRISMA_SCHEMA_ENGINE_BINARY'];
  if (given !== undefined) return given === enginePath;
  const prisma = findPrisma(projectDirectory, running);
  const refusal = prisma && refusalNote(prisma.version);
  if (refusal !== undefined) {
    note(refusal);
    return false;
  }
  try {
    for (const line of versionNotes(findEngineBuild(projectDirectory, running))) note(line);
  } catch (error) {
    throw new Error(renderError(error), { cause: error });
  }
  env['PRISMA_SCHEMA_ENGINE_BINARY'] = enginePath;
  return true;
}
