import type { EngineBuild } from '../installed/engine-build.ts';
import { isUntried, majorOf, servedMajor, triedVersions } from '../installed/tried-versions.ts';

/** What a reader of the CLI's output should know of versions: a line each. */
export function versionNotes({ version, prisma }: EngineBuild): string[] {
  if (prisma === undefined) return [];
  const notes: string[] = [];
  if (isUntried(prisma.version)) {
    const [oldest, newest] = [triedVersions.find(({ runs }) => runs === 'cli'), triedVersions.at(-1)];
    notes.push(
      `prisma ${prisma.version} is newer than what was tried: ${oldest?.prisma} to ${newest?.prisma}.`,
    );
  }
  if (prisma.engineVersion !== undefined && prisma.engineVersion !== version)
    notes.push(
      `prisma ${prisma.version} names schema engine ${prisma.engineVersion}, which is not installed; the nearest runs: ${version}.`,
    );
  return notes;
}

/** Whether Prisma's CLI of this version can be served; the sentence that says why not. */
export function refusalNote(version: string): string | undefined {
  const major = majorOf(version);
  if (major === servedMajor) return undefined;
  return `prisma ${version}: \`register\` serves the CLI of Prisma ${servedMajor} alone; this one goes on with its own engine. Agora's own commands ${major < servedMajor ? 'work' : 'read its schema, but not its history'}.`;
}
