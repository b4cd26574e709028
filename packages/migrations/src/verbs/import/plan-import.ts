import { isAgoraError } from '@agora/core';

import { slugOf } from '../../project/slug.ts';
import type { MigrationsFolder } from '../../project/folder.ts';
import { makeScript } from '../../project/folder.ts';
import { planScript } from '../../script/script-plan.ts';
import type { ForeignFolder, ForeignMigration, ImportFault } from './foreign.ts';

/** A folder to be made of a migration of another runner. */
export interface ImportedMigration {
  readonly name: string;
  readonly foreign: ForeignMigration;
  /** Whether it stands in the folder already, with the same files. */
  readonly there: boolean;
}

/** What an import makes. Frozen; made without touching disk or database. */
export interface ImportPlan {
  readonly migrations: readonly ImportedMigration[];
  /** What forbids it, all at once. */
  readonly faults: readonly ImportFault[];
  /** Files that lie beside the migrations and are none. */
  readonly leftAlone: readonly string[];
}

/**
 * Plans the folders. Their names must be the same wherever the import runs, so no clock is in them: the other runner's
 * numbers stand in front where all have some, else the place in its order.
 */
export function planImport(
  { migrations, faults, leftAlone }: ForeignFolder,
  folder: MigrationsFolder,
): ImportPlan {
  const numbered = migrations.every(({ number }) => number !== undefined);
  const found: ImportFault[] = [...faults];
  if (migrations.length === 0 && faults.length === 0) {
    for (const file of leftAlone)
      found.push({ file, reason: 'its name is not that of a migration, and there is no other' });
  }
  const imported = migrations.map((foreign, index): ImportedMigration => {
    const number = numbered ? (foreign.number ?? '') : String(index + 1);
    const name = `${number.padStart(14, '0')}_${titleSlug(foreign.title)}`;
    const there = folder.migrations.find((one) => one.name === name);
    const reason = there ? differenceOf(foreign, there.up.raw) : unrunnable(foreign);
    if (reason !== undefined) found.push({ file: foreign.file, reason });
    return { name, foreign, there: there !== undefined };
  });
  const names = new Set(imported.map(({ name }) => name));
  const last = imported.at(-1)?.name ?? '';
  for (const { name } of folder.migrations) {
    if (!names.has(name) && name.localeCompare(last) < 0)
      found.push({
        file: name,
        reason: 'it is in the migrations folder and would come before what is imported',
      });
  }
  return Object.freeze({
    migrations: Object.freeze(imported),
    faults: Object.freeze(found),
    leftAlone: Object.freeze([...leftAlone]),
  });
}

function titleSlug(title: string): string {
  const slug = slugOf(title, 200);
  return slug === '' ? 'migration' : slug;
}

function differenceOf({ up }: ForeignMigration, there: string): string | undefined {
  return up === there ? undefined : 'its folder is there already, with another migration.sql';
}

/** What a deploy would refuse to run. */
function unrunnable({ up, down, file }: ForeignMigration): string | undefined {
  try {
    for (const sql of down === undefined ? [up] : [up, down]) {
      const script = makeScript(file, sql);
      const meta = script.statements.find(({ text }) => text.startsWith('\\'));
      if (meta) return `line ${meta.line} is a command of psql`;
      const stdin = script.statements.find(({ text }) => /^COPY\b.*\bFROM\s+STDIN\b/is.test(text));
      if (stdin) return `line ${stdin.line}: COPY FROM STDIN needs rows that no script can send`;
      planScript(script);
    }
    return undefined;
  } catch (error) {
    if (!isAgoraError(error)) throw error;
    return `${error.message} ${error.why ?? ''}`.trim();
  }
}
