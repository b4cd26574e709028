import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BackupKey, BackupProgress, BackupStore, OnProgress } from '@agora/backup';
import { AgoraError } from '@agora/core';
import { type AgoraConfig, loadAgoraConfig } from '@agora/core/config';

import type { ExitCode } from '../../command/exit-codes.ts';
import { text } from '../../command/option.ts';
import type { Context } from '../../context/context.ts';
import { embeddedDirectory } from '../../context/database.ts';

/** `--store` and `--key-file`, of every verb that opens a backup. */
export const placeOptions = {
  store: text(
    'place',
    'a folder, or s3://bucket/prefix; by default backups.store of agora.config.ts, else .agora/backups',
  ),
  keyFile: text('path', 'a file with the key; by default AGORA_BACKUP_KEY, else backups.keyFile'),
};

export const placeEnvironment = {
  AGORA_BACKUP_KEY: 'the key: an identity or a recipient of age, or a passphrase',
  AWS_ACCESS_KEY_ID:
    'of a bucket; with it AWS_SECRET_ACCESS_KEY, AWS_REGION, and AWS_ENDPOINT_URL where it is not Amazon’s',
};

/** Where backups are, and what they are encrypted with. */
export interface Place {
  readonly store: BackupStore;
  readonly key: BackupKey | undefined;
  readonly settings: AgoraConfig['backups'];
}

/** @throws AgoraError `backup.invalid_key`, `cli.file_system` */
export async function openPlace(
  context: Pick<Context, 'cwd' | 'root' | 'env'>,
  options: { readonly store: string | undefined; readonly keyFile?: string | undefined },
  signal?: AbortSignal,
): Promise<Place> {
  const { openStore } = await import('@agora/backup');
  const { backups: settings } = await loadAgoraConfig(context.cwd);
  const where =
    options.store === undefined
      ? (settings.store ?? join(embeddedDirectory(context), 'backups'))
      : options.store;
  return {
    store: await openStore(where, { cwd: context.cwd, env: context.env, signal }),
    key: await readKey(context, options.keyFile, settings.keyFile),
    settings,
  };
}

/** Never from an argument: those are seen by all users of a machine. */
async function readKey(
  context: Pick<Context, 'cwd' | 'env'>,
  given: string | undefined,
  configured: string | undefined,
): Promise<BackupKey | undefined> {
  const { parseKey } = await import('@agora/backup');
  const variable = context.env['AGORA_BACKUP_KEY'];
  if (given === undefined && variable !== undefined && variable !== '') return parseKey(variable);
  const file = given === undefined ? configured : resolve(context.cwd, given);
  if (file === undefined) return undefined;
  return parseKey(await readFile(file, 'utf8'));
}

const LABELS = {
  rows: { label: 'Rows', unit: 'B' },
  indexes: { label: 'Indexes, keys and the rest', unit: 'statements' },
  check: { label: 'Check', unit: '' },
} as const;

/** Runs long work under bars, one for each of its stages. */
export async function withBars<T>(
  out: Pick<Context['out'], 'progress'>,
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  let bar: ReturnType<Context['out']['progress']> | undefined;
  let last: BackupProgress | undefined;
  try {
    return await work((progress) => {
      if (progress.stage !== last?.stage || progress.done < last.done) {
        bar?.finish();
        bar = out.progress({ ...LABELS[progress.stage], total: progress.total });
        last = undefined;
      }
      bar?.advance(progress.done - (last?.done ?? 0));
      last = progress;
    });
  } finally {
    bar?.finish();
  }
}

/** The same, ended by Ctrl-C. */
export function watched(
  context: Pick<Context, 'interrupts' | 'out'>,
  work: (watch: { readonly signal: AbortSignal; readonly onProgress: OnProgress }) => Promise<ExitCode>,
): Promise<ExitCode> {
  return context.interrupts.within(async (signal) => {
    try {
      return await withBars(context.out, (onProgress) => work({ signal, onProgress }));
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new AgoraError({ code: 'cli.interrupted', message: 'Stopped. Nothing was left behind.' });
    }
  });
}
