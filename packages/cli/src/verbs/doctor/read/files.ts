import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { engineFault, LOCK_FILE, type MigrationsFolder, type Project } from '@agora/migrations';

import type { Files } from '../examined.ts';

/**
 * Reads the project’s folder.
 * @param agoraFolder where .agora lies, or will
 */
export async function readFiles(
  project: Project,
  { migrations }: MigrationsFolder,
  agoraFolder: string,
): Promise<Omit<Files, 'unproven'>> {
  return {
    prisma: versionOf(project.root, 'prisma'),
    client: versionOf(project.root, '@prisma/client'),
    engine: engineFault(project.root),
    migrations: migrations.map(({ name }) => name),
    withoutDown: migrations.filter(({ down }) => down === undefined).map(({ name }) => name),
    extensions: extensionsOf(migrations.flatMap(({ up }) => up.statements.map(({ text }) => text))),
    hasShadowUrl: project.shadowUrl !== undefined,
    git: await readGit(project, agoraFolder),
  };
}

/** The extensions that statements make, each once. */
export function extensionsOf(statements: readonly string[]): readonly string[] {
  const made = /^create\s+extension\s+(?:if\s+not\s+exists\s+)?(?:"([^"]+)"|([\w$]+))/i;
  const names = statements.flatMap((text) => {
    const [, quoted, plain] = made.exec(text) ?? [];
    return quoted ?? plain?.toLowerCase() ?? [];
  });
  return [...new Set(names)];
}

/** Found by walking up: `exports` of a package may hide its package.json. */
function versionOf(root: string, name: string): string | undefined {
  for (const folder of createRequire(path.join(root, 'package.json')).resolve.paths(name) ?? []) {
    try {
      const manifest: unknown = JSON.parse(readFileSync(path.join(folder, name, 'package.json'), 'utf8'));
      if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
        return String(manifest.version);
    } catch {
      continue;
    }
  }
  return undefined;
}

async function readGit(project: Project, agoraFolder: string): Promise<Files['git']> {
  const { root, migrationsDirectory } = project;
  const agora = await isIgnored(agoraFolder, path.join('.agora', 'data'));
  if (agora === undefined) return undefined;
  const committed = [
    ...(project.schemaPath === undefined ? [] : [project.schemaPath]),
    migrationsDirectory,
    path.join(migrationsDirectory, LOCK_FILE),
  ];
  const ignored = await Promise.all(committed.map((file) => isIgnored(root, file)));
  return {
    ignoredWrongly: committed.filter((_, index) => ignored[index]).map((file) => path.relative(root, file)),
    agoraIgnored: agora,
  };
}

/** Undefined outside a repository, or without git. */
function isIgnored(folder: string, file: string): Promise<boolean | undefined> {
  return new Promise((done) => {
    execFile('git', ['-C', folder, 'check-ignore', '-q', '--', file], (error) => {
      if (error === null) done(true);
      else done(error.code === 1 ? false : undefined);
    });
  });
}
