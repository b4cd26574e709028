import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AgoraError } from '@agora/core';
import { findPackage } from './find-package.ts';
import { glueFits } from './glue-fits.ts';
import { findPrisma, type InstalledPrisma } from './installed-prisma.ts';
import { knownEngine, majorOf, servedMajor } from './tried-versions.ts';

/** The build of the engine to run: its WebAssembly, and the JavaScript that binds it. */
export interface EngineBuild {
  /** `<version>-<number>.<commit of prisma-engines>`. */
  readonly version: string;
  readonly engineFile: string;
  readonly glueFile: string;
  /** The project's Prisma, if it has one. */
  readonly prisma: InstalledPrisma | undefined;
}

const enginePackage = '@prisma/schema-engine-wasm';
const glueName = 'schema_engine_bg.js';

/**
 * The build that the project's Prisma names: the one it carries, if glue code fits it, or the package of that build.
 * Else the nearest package: the project's before ours.
 *
 * @param projectDirectory where Prisma and the package are looked for
 * @param running the script that the process runs, for a Prisma that the folder does not see
 * @throws AgoraError `schema_engine.no_engine`
 */
export function findEngineBuild(projectDirectory: string, running?: string): EngineBuild {
  const prisma = findPrisma(projectDirectory, running);
  const packages = findPackages(projectDirectory, prisma);
  const glueFiles = [...packages.map(({ glueFile }) => glueFile), ...ownGlue()];
  if (prisma?.engineFile !== undefined && majorOf(prisma.version) === servedMajor) {
    const { engineFile, engineVersion = prisma.version } = prisma;
    const glueFile = glueFiles.find((file) => glueFits(engineFile, readFileSync(file, 'utf8')));
    if (glueFile !== undefined) return { version: engineVersion, engineFile, glueFile, prisma };
  }
  const build = packages.find(({ version }) => version === prisma?.engineVersion) ?? packages[0];
  if (build !== undefined) return { ...build, prisma };
  throw new AgoraError({
    code: 'schema_engine.no_engine',
    message: "Prisma's schema engine is not installed.",
    why: `${prisma === undefined ? 'No prisma' : `prisma ${prisma.version}`} and no ${enginePackage} that serves were found from ${path.resolve(projectDirectory)}.`,
    fix: `npm install --save-dev ${enginePackage}@${knownEngine}`,
  });
}

/** The commit of prisma-engines that a build was made from. */
export function engineCommit({ version }: Pick<EngineBuild, 'version'>): string {
  return version.split('.').at(-1) ?? version;
}

function findPackages(projectDirectory: string, prisma: InstalledPrisma | undefined) {
  const places = [path.resolve(projectDirectory, 'package.json'), import.meta.url];
  if (prisma !== undefined) places.splice(1, 0, path.join(prisma.folder, 'package.json'));
  return places.flatMap((place) => {
    const found = findPackage(place, enginePackage, 'schema_engine_bg');
    if (found === undefined) return [];
    return {
      version: found.version,
      engineFile: path.join(found.folder, 'schema_engine_bg.wasm'),
      glueFile: path.join(found.folder, glueName),
    };
  });
}

/** What is published holds the glue code of `knownEngine` beside itself. */
function ownGlue(): string[] {
  const file = fileURLToPath(new URL(glueName, import.meta.url));
  return existsSync(file) ? [file] : [];
}
