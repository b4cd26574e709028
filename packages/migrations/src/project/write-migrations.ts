import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { undefinedIfMissing } from '@agora/core';
import type { Migration } from './folder.ts';

/** Beside the migrations while they are written: what is there moves in, also after a crash. */
const STAGE = '.agora-online';
/** Stands there once everything else does; from then on the moves are made, by this run or the next. */
const READY = 'ready.json';

/** Migrations that are new, or that are put in the place of one: its own folder first then. */
interface Replacement {
  readonly original?: Migration;
  readonly parts: readonly Migration[];
}

/** Files and folders to be moved, relative to the migrations folder; `gone` are removed. */
interface Moves {
  readonly moves: readonly string[];
  readonly gone: readonly string[];
}

/**
 * Writes all parts or none: they are laid beside the migrations, and moved in when all are there. A run that is killed
 * while they move is finished by {@link finishWriting}.
 * @throws the file system's own error
 */
export async function writeMigrations(
  directory: string,
  replacements: readonly Replacement[],
): Promise<void> {
  const stage = stageOf(directory);
  await finishWriting(directory);
  await rm(stage, { recursive: true, force: true });
  const moves: string[] = [];
  const gone: string[] = [];
  try {
    for (const { original, parts } of replacements) {
      for (const [index, part] of parts.entries()) {
        const files = filesOf(part);
        await mkdir(path.join(stage, part.name), { recursive: true });
        for (const [file, text] of files) await writeFile(path.join(stage, part.name, file), text);
        if (index > 0 || original === undefined) moves.push(part.name);
        else {
          moves.push(...[...files.keys()].map((file) => `${part.name}/${file}`));
          if (original.down !== undefined && !files.has('down.sql')) gone.push(`${part.name}/down.sql`);
        }
      }
    }
    await writeFile(path.join(stage, `${READY}.tmp`), JSON.stringify({ moves, gone } satisfies Moves));
    await rename(path.join(stage, `${READY}.tmp`), path.join(stage, READY));
  } catch (error) {
    // The first error is told; a stage without its plan is never finished.
    await rm(stage, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  await finishWriting(directory);
}

/** Makes the moves that a run has prepared; whether there were any. */
export async function finishWriting(directory: string): Promise<boolean> {
  const stage = stageOf(directory);
  const text = await readFile(path.join(stage, READY), 'utf8').catch(undefinedIfMissing);
  if (text === undefined) return false;
  const { moves, gone } = readMoves(text);
  let moved = 0;
  try {
    for (const name of moves) {
      const from = path.join(stage, ...name.split('/'));
      if ((await stat(from).catch(undefinedIfMissing)) === undefined) continue;
      await rename(from, path.join(directory, ...name.split('/')));
      moved += 1;
    }
    for (const name of gone) await rm(path.join(directory, ...name.split('/')), { force: true });
  } catch (error) {
    // Nothing has moved yet: everything is as it was.
    if (moved === 0) await rm(stage, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  await rm(stage, { recursive: true, force: true });
  return true;
}

function stageOf(directory: string): string {
  return path.join(path.dirname(directory), STAGE);
}

function readMoves(text: string): Moves {
  const read: unknown = JSON.parse(text);
  const list = (key: string): readonly string[] => {
    const found: unknown = typeof read === 'object' && read !== null ? Reflect.get(read, key) : undefined;
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
  };
  return { moves: list('moves'), gone: list('gone') };
}

function filesOf({ up, down, backfill }: Migration): ReadonlyMap<string, string> {
  return new Map([
    ['migration.sql', up.raw],
    ...(down === undefined ? [] : [['down.sql', down.raw] as const]),
    ...(backfill?.kind === 'sql' ? [['backfill.sql', backfill.script.raw] as const] : []),
  ]);
}
