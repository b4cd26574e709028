import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { BackupProof } from '@agora/backup';
import type { EnvironmentPolicy } from '@agora/core';

import type { Context } from '../../context/context.ts';

/** Where the proof goes: what was said, else where deploys of the environment look for it. */
export function proofFile(
  context: Pick<Context, 'cwd'>,
  policy: Pick<EnvironmentPolicy, 'backup'>,
  given: string | undefined,
): string | undefined {
  return given === undefined ? policy.backup.file : resolve(context.cwd, given);
}

/** Writes it at once or not at all: a deploy may read it meanwhile. */
export async function writeProof(
  file: string | undefined,
  proof: BackupProof,
  out: Pick<Context['out'], 'note'>,
): Promise<void> {
  if (file === undefined) return;
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.part`;
  await writeFile(part, `${JSON.stringify(proof, undefined, 2)}\n`);
  await rename(part, file);
  out.note(`wrote the proof for deploys: ${file}`);
}
