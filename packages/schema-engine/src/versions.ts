// oxlint-disable typescript/no-unsafe-type-assertion -- a package.json always has a version, and our own dependency is always there
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { AgoraError } from '@agora/core';

const packagedEngine = '@prisma/schema-engine-wasm';

/** The commit of prisma-engines that the WASM engine was built from. */
export function engineCommit(): string {
  return engineVersion().split('.').at(-1) as string;
}

/** The full version of the WASM engine's package: `<prisma version>-<build>.<commit>`. */
export function engineVersion(): string {
  return readVersion(import.meta.url, packagedEngine) as string;
}

/**
 * Compares the project's `prisma` and `@prisma/client` with the WASM engine. A project without one of them is
 * none of our business.
 *
 * @param projectDirectory the folder that `prisma` and `@prisma/client` are resolved from
 * @throws AgoraError `schema_engine.version_mismatch`
 */
export function checkVersions(projectDirectory: string): void {
  const engine = engineVersion().replace(/-.*$/, '');
  const from = path.join(projectDirectory, 'package.json');
  const found = ['prisma', '@prisma/client'].map((name) => ({ name, version: readVersion(from, name) }));
  const wrong = found.filter(({ version }) => version !== undefined && version !== engine);
  if (wrong.length === 0) return;
  throw new AgoraError({
    code: 'schema_engine.version_mismatch',
    message: `Versions disagree: ${[...found, { name: 'schema engine', version: engine }].map(({ name, version }) => `${name} ${version ?? 'not installed'}`).join(', ')}.`,
    why: 'CLI, client and engine speak a protocol that is private to each version of Prisma.',
    fix: `npm install ${found.map(({ name }) => `${name}@${engine}`).join(' ')}   (or set AGORA_ENGINE=native to use Prisma's own engine)`,
  });
}

/** A package's version as seen from a file, found by walking up: `exports` may hide its package.json from require. */
function readVersion(from: string, name: string): string | undefined {
  for (const folder of createRequire(from).resolve.paths(name) ?? []) {
    try {
      const text = readFileSync(path.join(folder, name, 'package.json'), 'utf8');
      return (JSON.parse(text) as { version: string }).version;
    } catch {
      continue;
    }
  }
  return undefined;
}
