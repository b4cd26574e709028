/** A version of Prisma, and what was tried with it; `pnpm run try-versions` tries them again. */
export interface TriedVersion {
  readonly prisma: string;
  /** Who ran: Prisma's CLI through `register`, or Agora alone. */
  readonly runs: 'cli' | 'agora';
  /** Where the engine came from: the one that this Prisma carries, or the package of `knownEngine`. */
  readonly engine: 'carried' | 'package';
}

/** Oldest first. */
export const triedVersions: readonly TriedVersion[] = [
  { prisma: '5.22.0', runs: 'agora', engine: 'package' },
  { prisma: '6.19.3', runs: 'agora', engine: 'package' },
  { prisma: '7.0.0', runs: 'cli', engine: 'package' },
  { prisma: '7.10.0', runs: 'cli', engine: 'carried' },
  { prisma: '7.10.1', runs: 'cli', engine: 'carried' },
];

/** The build of `@prisma/schema-engine-wasm` that all tests run with, for whose Prisma carries none that fits. */
export const knownEngine = '7.10.0-4.0edf323efd1d98336f3f0a68684b56f689b900d3';

/** The major version of Prisma whose protocol the executable speaks. */
export const servedMajor = 7;

/** The major version that a version begins with. */
export function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}

/** Whether a version is newer than each that was tried. */
export function isUntried(version: string): boolean {
  const newest = triedVersions.at(-1)?.prisma ?? '';
  return version.localeCompare(newest, 'en', { numeric: true }) > 0;
}
