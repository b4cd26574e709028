import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { findPackage } from './find-package.ts';

/** The Prisma CLI of a project. */
export interface InstalledPrisma {
  readonly folder: string;
  readonly version: string;
  /** The engine build that it names: `<version>-<number>.<commit>`. */
  readonly engineVersion: string | undefined;
  /** The engine in WebAssembly that it carries. */
  readonly engineFile: string | undefined;
}

/**
 * The Prisma CLI that a project has installed.
 *
 * @param projectDirectory where the search starts
 * @param running the script that the process runs: in a workspace it may be a Prisma that the folder does not see
 */
export function findPrisma(projectDirectory: string, running?: string): InstalledPrisma | undefined {
  const found =
    findPackage(path.resolve(projectDirectory, 'package.json'), 'prisma') ?? runningPrisma(running);
  if (found === undefined) return undefined;
  // Its dependencies lie beside its real folder.
  const folder = realpathSync(found.folder);
  const engines = findPackage(path.join(folder, 'package.json'), '@prisma/engines');
  const named =
    engines &&
    findPackage(path.join(realpathSync(engines.folder), 'package.json'), '@prisma/engines-version');
  const engineFile = path.join(folder, 'build', 'schema_engine_bg.wasm');
  return {
    folder,
    version: found.version,
    engineVersion: named?.version,
    engineFile: existsSync(engineFile) ? engineFile : undefined,
  };
}

function runningPrisma(script: string | undefined): ReturnType<typeof findPackage> {
  if (script === undefined || !/[\\/]prisma[\\/]build[\\/][^\\/]+$/.test(script)) return undefined;
  return findPackage(path.resolve(path.dirname(script), '..', '..', 'package.json'), 'prisma');
}
