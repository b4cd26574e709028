import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

import type { BackupEvidence } from './backup-schema.ts';
import type { EnvironmentPolicy } from '@agora/core';

/** Whether there is a backup to fall back on. */
export type BackupCheck =
  | { readonly ok: true; readonly evidence?: BackupEvidence }
  | { readonly ok: false; readonly why: string; readonly fix: string };

/**
 * Looks at the proof that a backup exists, is recent and was verified. Takes no backup and trusts no
 * promise: without proof the answer is no.
 *
 * @param database the name of the database that is about to change
 */
export async function checkBackup(
  policy: EnvironmentPolicy,
  database: string,
  now: Date = new Date(),
): Promise<BackupCheck> {
  const { required, file, command, maxAgeHours } = policy.backup;
  if (!required) return { ok: true };
  const setting = `environments.${policy.name}.backup`;
  if (file === undefined && command === undefined) {
    return {
      ok: false,
      why: `${setting}.required is true, and neither ${setting}.file nor ${setting}.command says where the proof is.`,
      fix: `Set one of them in agora.config.ts, or ${setting}.required to false if this environment needs no backup.`,
    };
  }
  const refuse = (why: string): BackupCheck => ({
    ok: false,
    why: `${why} (${setting}.${file === undefined ? 'command' : 'file'})`,
    fix: 'Take and verify a backup, and have the job write its proof: JSON with database, finishedAt and verifiedAt.',
  });

  let text: string;
  try {
    text = file === undefined ? await output(command ?? []) : await readFile(file, 'utf8');
  } catch (error) {
    return refuse(`The proof cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const evidence = await parse(text);
  if (typeof evidence === 'string') return refuse(`The proof is not valid: ${evidence}.`);
  if (evidence.database !== database) {
    return refuse(`The backup is of the database "${evidence.database}", not of "${database}".`);
  }
  const finished = Date.parse(evidence.finishedAt);
  const hours = (now.getTime() - finished) / 3_600_000;
  if (hours > maxAgeHours) {
    return refuse(`The backup is ${hours.toFixed(1)} hours old; at most ${maxAgeHours} are allowed.`);
  }
  // A minute of difference between two clocks is no forgery.
  if (hours < -1 / 60) return refuse('The backup is from the future.');
  if (Date.parse(evidence.verifiedAt) < finished)
    return refuse('The backup was verified before it was complete.');
  return { ok: true, evidence };
}

async function output(command: readonly string[]): Promise<string> {
  const [program = '', ...parameters] = command;
  const { stdout } = await promisify(execFile)(program, parameters, { timeout: 60_000 });
  return stdout;
}

async function parse(text: string): Promise<BackupEvidence | string> {
  // Loaded on demand, as most deploys need no proof.
  const { evidenceSchema } = await import('./backup-schema.ts');
  try {
    const result = evidenceSchema.safeParse(JSON.parse(text));
    if (result.success) return result.data;
    return result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
