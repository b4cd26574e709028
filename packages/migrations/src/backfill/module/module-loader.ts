import path from 'node:path';

import { AgoraError } from '@agora/core';

import type { BackfillSource } from '../../project/folder.ts';

/** The file of a backfill that is written in TypeScript. */
export type ModuleSource = Extract<BackfillSource, { kind: 'module' }>;

/** Loads such a file; a program without a loader of TypeScript takes what it was compiled to. */
export type ModuleLoader = (source: ModuleSource) => Promise<unknown>;

/** Loads the file itself, TypeScript too. */
export const loadTypescript: ModuleLoader = async (source) => {
  const { importFile } = await import('@agora/core/config');
  return importFile(source.path);
};

/** Loads what plain Node can read: backfill.mjs. */
export const loadCompiled: ModuleLoader = async (source) => {
  const file = source.compiled;
  if (file === undefined) throw notCompiled(source.path);
  const { pathToFileURL } = await import('node:url');
  return import(pathToFileURL(file).href);
};

function notCompiled(file: string): AgoraError {
  const compiled = path.join(path.dirname(file), 'backfill.mjs');
  return new AgoraError({
    code: 'backfill.not_compiled',
    message: `${file} is TypeScript, and here only its compiled form can run.`,
    why: 'There is no backfill.mjs beside it.',
    fix: `Where it is developed: esbuild "${file}" --bundle --platform=node --format=esm --outfile="${compiled}", and keep it with the migration.`,
  });
}
