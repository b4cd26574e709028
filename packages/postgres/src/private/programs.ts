import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Binaries, findBinaries } from '../embedded/cluster/binaries.ts';
import { embeddedMajor } from '../embedded/cluster/layout.ts';

/** Where systems install the programs of a major version, by `process.platform`. */
const folders: Readonly<Record<string, (major: number) => readonly string[]>> = {
  linux: (major) => [`/usr/lib/postgresql/${major}/bin`, `/usr/pgsql-${major}/bin`],
  darwin: (major) => [
    `/opt/homebrew/opt/postgresql@${major}/bin`,
    `/usr/local/opt/postgresql@${major}/bin`,
    `/Applications/Postgres.app/Contents/Versions/${major}/bin`,
  ],
  win32: (major) => [
    path.join(process.env['ProgramFiles'] ?? 'C:\\Program Files', 'PostgreSQL', `${major}`, 'bin'),
  ],
};

/** The server's programs of a major version on this machine: the embedded ones, else installed ones; or undefined. */
export async function findPrograms(major: number): Promise<Binaries | undefined> {
  if (major === embeddedMajor) {
    const embedded = await findBinaries().catch(() => undefined);
    if (embedded !== undefined) return embedded;
  }
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const folder of folders[process.platform]?.(major) ?? []) {
    const program = (name: string): string => path.join(folder, `${name}${suffix}`);
    const found = { initdb: program('initdb'), pg_ctl: program('pg_ctl'), postgres: program('postgres') };
    if (Object.values(found).every((file) => existsSync(file))) return found;
  }
  return undefined;
}
