import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { AgoraError, systemCode, undefinedIfMissing } from '@agora/core';

import { type Migration, type MigrationsFolder, readFolder } from './folder.ts';

/** Beside the migrations while they are written: what is there moves in, also after a crash. */
const STAGE = '.agora-online';
/** What is to be moved. The folder takes its name when all stands in it: the moves are made then, by this run or the next. */
const PLAN = 'ready.json';

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
 * @param seen the folder as it was read, from which the parts were made
 * @throws AgoraError `migrations.folder_changed` where another run, or somebody, has changed it since; else the file
 * system's own error
 */
export async function writeMigrations(
  seen: MigrationsFolder,
  replacements: readonly Replacement[],
): Promise<void> {
  const { directory } = seen;
  const stage = stageOf(directory);
  await finishWriting(directory);
  await removeLaid(stage);
  const laid = await mkdtemp(`${stage}-`);
  const moves: string[] = [];
  const gone: string[] = [];
  try {
    for (const { original, parts } of replacements) {
      for (const [index, part] of parts.entries()) {
        const files = filesOf(part);
        await mkdir(path.join(laid, part.name));
        for (const [file, text] of files) await writeFile(path.join(laid, part.name, file), text);
        if (index > 0 || original === undefined) moves.push(part.name);
        else {
          moves.push(...[...files.keys()].map((file) => `${part.name}/${file}`));
          if (original.down !== undefined && !files.has('down.sql')) gone.push(`${part.name}/down.sql`);
        }
      }
    }
    await writeFile(path.join(laid, PLAN), JSON.stringify({ moves, gone } satisfies Moves));
    if (printOf(await readFolder(directory)) !== printOf(seen)) throw changedMeanwhile(directory);
    await rename(laid, stage);
  } catch (error) {
    // The first error is told.
    await rm(laid, { recursive: true, force: true }).catch(() => undefined);
    // Another run has taken the folder away, or is moving its own.
    throw /^(?:ENOENT|ENOTEMPTY|EEXIST|EPERM)$/.test(systemCode(error) ?? '')
      ? changedMeanwhile(directory, error)
      : error;
  }
  await finishWriting(directory);
  for (const name of moves)
    if (!(await isThere(path.join(directory, ...name.split('/'))))) throw changedMeanwhile(directory);
}

/** Takes away what runs have laid that were killed before they moved anything; one at work beside this fails, and says so. */
async function removeLaid(stage: string): Promise<void> {
  await setAsideUnplanned(stage);
  const parent = path.dirname(stage);
  for (const name of await readdir(parent))
    if (name.startsWith(`${STAGE}-`))
      await rm(path.join(parent, name), { recursive: true, force: true }).catch(() => undefined);
}

/** Longer than a run takes between making its stage and moving what is in it. */
const OLD_MS = 60_000;

/** An old stage without a plan is of a version that laid the parts there and was killed: none of them has moved. */
async function setAsideUnplanned(stage: string): Promise<void> {
  const found = await stat(stage).catch(undefinedIfMissing);
  // A younger one may be that of a run at work, seen without its plan only because it is just being moved.
  if (found === undefined || Date.now() - found.mtimeMs < OLD_MS || (await isThere(path.join(stage, PLAN))))
    return;
  await removeStage(stage);
}

/**
 * Makes the moves that a run has prepared; whether there were any.
 * @throws AgoraError `migrations.folder_changed` where something stands in the way; else the file system's own error
 */
export async function finishWriting(directory: string): Promise<boolean> {
  const stage = stageOf(directory);
  const text = await readFile(path.join(stage, PLAN), 'utf8').catch(undefinedIfMissing);
  if (text === undefined) return false;
  const { moves, gone } = readMoves(text);
  let moved = 0;
  try {
    for (const name of moves) {
      const from = path.join(stage, ...name.split('/'));
      const to = path.join(directory, ...name.split('/'));
      await rename(from, to).catch(async (error: unknown) => {
        // Else it was moved before, or by a run beside this one.
        if (await isThere(from)) throw inTheWay(to, moved === 0 ? undefined : stage, error);
      });
      moved += 1;
    }
    for (const name of gone) await rm(path.join(directory, ...name.split('/')), { force: true });
  } catch (error) {
    // Nothing has moved yet: everything is as it was.
    if (moved === 0) await removeStage(stage).catch(() => undefined);
    throw error;
  }
  await removeStage(stage);
  return true;
}

/** At once, under another name: a stage without a plan would be in the way of later ones. */
async function removeStage(stage: string): Promise<void> {
  const away = await mkdtemp(`${stage}-`);
  await rename(stage, away).catch(undefinedIfMissing);
  await rm(away, { recursive: true, force: true });
}

const isThere = async (file: string): Promise<boolean> =>
  (await stat(file).catch(undefinedIfMissing)) !== undefined;

/** All that migrations are made from. */
function printOf({ migrations, badDirectories }: MigrationsFolder): string {
  const known = migrations.map(({ name, up, down, backfill }) => [
    name,
    up.checksum,
    down?.checksum,
    backfill?.kind === 'sql' ? backfill.script.checksum : backfill?.checksum,
  ]);
  return JSON.stringify([known, badDirectories.map(({ name }) => name)]);
}

function changedMeanwhile(directory: string, cause?: unknown): AgoraError {
  return new AgoraError({
    code: 'migrations.folder_changed',
    message: `${directory} has changed since this run read it. Nothing was written.`,
    why: 'What the run has made and proven is for the migrations that were there before. Another run of agora may be at work beside it, or somebody has edited a file.',
    fix: 'Run the command again: it begins with what is there now.',
    cause,
  });
}

/** @param rest where what is not moved yet waits; undefined where nothing has moved */
function inTheWay(target: string, rest: string | undefined, error: unknown): unknown {
  if (!/^(?:ENOTEMPTY|EEXIST|EPERM|ENOENT|ENOTDIR|EISDIR)$/.test(systemCode(error) ?? '')) return error;
  return new AgoraError({
    code: 'migrations.folder_changed',
    message: `${target} cannot be written: ${rest === undefined ? 'nothing was written.' : `the rest waits in ${rest}.`}`,
    why: error instanceof Error ? error.message : String(error),
    fix: 'Another run, or somebody, has put something there or taken its folder away. Put that right, and run the command again.',
    cause: error,
  });
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
