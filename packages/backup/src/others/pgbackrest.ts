import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AgoraError } from '@agora/core';
import * as z from 'zod';
import type { BackupProof } from '../verify/verify.ts';

/** What is read of `pgbackrest info --output=json`; times are seconds since 1970. */
const infoSchema = z.array(
  z.object({
    name: z.string(),
    status: z.object({ code: z.number(), message: z.string() }),
    backup: z.array(
      z.object({
        label: z.string(),
        /** Whether pages failed their checksum; null where none were checked. */
        error: z.boolean().nullish(),
        timestamp: z.object({ stop: z.number() }),
      }),
    ),
  }),
);

/** Whose backups count. */
export interface PgBackRestOptions {
  readonly stanza: string;
  /** pgBackRest copies whole servers: the database that the proof is for. */
  readonly database: string;
  /** Default `pgbackrest`. */
  readonly program?: string | undefined;
  /** More for each of its calls, such as `--repo=1`. */
  readonly parameters?: readonly string[] | undefined;
}

/**
 * The proof for deploys, of the newest backup of a stanza: pgBackRest reads its repository back (`verify`), and says which
 * backups there are (`info`).
 * @throws AgoraError `backup.others` with what pgBackRest says
 */
export async function pgBackRestProof(options: PgBackRestOptions, now = new Date()): Promise<BackupProof> {
  const { stanza, program = 'pgbackrest', parameters = [] } = options;
  const call = async (...words: readonly string[]): Promise<string> => {
    try {
      const all = [`--stanza=${stanza}`, ...parameters, ...words];
      return (await promisify(execFile)(program, all, { maxBuffer: 1 << 28 })).stdout;
    } catch (error) {
      throw notProven(stanza, outputOf(error));
    }
  };
  // It ends with 0 also where it found damage.
  const verified = await call('verify', '--output=text');
  if (!/^status: ok$/m.test(verified))
    throw notProven(stanza, verified.trim() || 'Its verification says nothing.');
  return readPgBackRestInfo(await call('info', '--output=json'), options, now);
}

/** Reads what `info` says. Pure. @param now when the repository was found whole */
export function readPgBackRestInfo(
  text: string,
  { stanza, database }: Pick<PgBackRestOptions, 'stanza' | 'database'>,
  now: Date,
): BackupProof {
  const parsed = infoSchema.safeParse(parseJson(text));
  if (!parsed.success)
    throw notProven(stanza, `Its answer is not understood: ${parsed.error.issues[0]?.message ?? ''}`);
  const found = parsed.data.find(({ name }) => name === stanza);
  if (found === undefined) throw notProven(stanza, 'There is no such stanza.');
  if (found.status.code !== 0) throw notProven(stanza, `Its state is: ${found.status.message}.`);
  const newest = found.backup.toSorted((a, b) => b.timestamp.stop - a.timestamp.stop)[0];
  if (newest === undefined) throw notProven(stanza, 'It has no backup.');
  if (newest.error === true)
    throw notProven(stanza, `The newest backup, ${newest.label}, has pages whose checksum is wrong.`);
  return {
    database,
    finishedAt: new Date(newest.timestamp.stop * 1000).toISOString(),
    verifiedAt: now.toISOString(),
    location: `pgbackrest:${stanza}/${newest.label}`,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function outputOf(error: unknown): string {
  const parts = ['stdout', 'stderr', 'message'].map((name) =>
    String(Reflect.get(Object(error), name) ?? '').trim(),
  );
  return parts.find((part) => part !== '') ?? String(error);
}

function notProven(stanza: string, why: string): AgoraError {
  return new AgoraError({
    code: 'backup.others',
    message: `pgBackRest has no backup of the stanza ${stanza} that counts.`,
    why,
    fix: `pgbackrest --stanza=${stanza} backup, and then verify; pgbackrest info shows what there is.`,
  });
}
