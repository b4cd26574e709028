import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { AgoraError, isMissing } from '@agora/core';

import { decodeText } from '../../project/decode-text.ts';
import type { Migration } from '../../project/folder.ts';
import { replaceFile } from '../../project/replace-file.ts';
import type { ScratchOptions } from '../scratch/scratch.ts';
import type { MigrationReport } from '../verify/findings.ts';
import { type ProofGround, readGround } from './proof-ground.ts';
import { proofKeys } from './proof-keys.ts';
import { lineOf, parseLine, type ProofLine, reportOfLine } from './proof-line.ts';

/** Beside the migrations, and committed with them. */
export const LOCK_FILE = 'agora.lock';

const HEADER = `# Proofs of ways back, kept by agora migrate verify. Commit it; when a merge conflicts, keep the lines of both sides.
`;

/** The proofs that are remembered beside a history, as one server and the prover of now see them. */
export class ProofLock {
  readonly #file: string;
  readonly #migrations: readonly Migration[];
  readonly #ground: ProofGround;
  readonly #keys: ReadonlyMap<string, string>;
  /** One write after the other. */
  #writing: Promise<void> = Promise.resolve();
  #lines: readonly ProofLine[];

  private constructor(
    file: string,
    migrations: readonly Migration[],
    ground: ProofGround,
    lines: readonly ProofLine[],
  ) {
    this.#file = file;
    this.#migrations = migrations;
    this.#ground = ground;
    this.#keys = proofKeys(migrations, ground);
    this.#lines = lines;
  }

  /**
   * @param directory the migrations folder
   * @param migrations the whole history, those that are to be proven included
   * @throws AgoraError `migrations.folder_unreadable`, and what connecting throws
   */
  static async open(
    directory: string,
    migrations: readonly Migration[],
    options: ScratchOptions,
  ): Promise<ProofLock> {
    const file = path.join(directory, LOCK_FILE);
    return new ProofLock(file, migrations, await readGround(options), await readLines(file));
  }

  /** The report of an earlier run, if all that it depends on is as it was. */
  recall(migration: Migration): MigrationReport | undefined {
    const key = this.#keys.get(migration.name);
    const line = this.#lines.find(
      (one) => one.migration === migration.name && one.postgres === this.#ground.postgres && one.key === key,
    );
    return line === undefined ? undefined : reportOfLine(line);
  }

  /**
   * As {@link recall}, on whatever major version and by whatever role it was proven: for whoever deploys elsewhere than he
   * proves.
   */
  recallFromElsewhere(migration: Migration): MigrationReport | undefined {
    const lines = this.#lines.filter((one) => one.migration === migration.name);
    const found = lines.find(({ postgres, key }) =>
      [true, false].some(
        (superuser) =>
          proofKeys(this.#migrations, { ...this.#ground, postgres, superuser }).get(migration.name) === key,
      ),
    );
    return found === undefined ? undefined : reportOfLine(found);
  }

  /**
   * Puts a report in the place of what was remembered of its migration; one that is no proof only takes that away. A
   * way back that was generated counts as the migration's own.
   */
  remember(report: MigrationReport): Promise<void> {
    // One that failed has told its own caller.
    return (this.#writing = this.#writing.catch(() => undefined).then(() => this.#write(report)));
  }

  async #write(report: MigrationReport): Promise<void> {
    const { postgres } = this.#ground;
    const key = this.#keyOf(report);
    const line = key === undefined ? undefined : lineOf(this.#withoutPlace(report), postgres, key);
    // Read anew: another run may have added its own meanwhile.
    const now = await readLines(this.#file);
    const names = new Set(this.#migrations.map(({ name }) => name));
    const others = now.filter(
      (one) => names.has(one.migration) && (one.migration !== report.migration || one.postgres !== postgres),
    );
    this.#lines = line === undefined ? others : [...others, line];
    const text = render(this.#lines);
    if (text === render(now) || (this.#lines.length === 0 && now.length === 0)) return;
    await replaceFile(this.#file, text);
  }

  /** Where the project lies on this machine is nobody else's. */
  #withoutPlace({ notes, reason, ...report }: MigrationReport): MigrationReport {
    const short = (text: string): string => text.replaceAll(`${path.dirname(this.#file)}${path.sep}`, '');
    return { ...report, notes: notes.map(short), ...(reason === undefined ? {} : { reason: short(reason) }) };
  }

  #keyOf({ migration, generated }: MigrationReport): string | undefined {
    if (generated === undefined) return this.#keys.get(migration);
    const at = this.#migrations.findIndex(({ name }) => name === migration);
    const until = this.#migrations.slice(0, at + 1);
    const made = until.map((one) => (one.name === migration ? { ...one, down: generated } : one));
    return proofKeys(made, this.#ground).get(migration);
  }
}

/**
 * Gives the lines of renamed migrations their new names. What they prove depends on what comes before, so a line whose
 * migration has another place now counts for nothing.
 * @param names from the old name to the new one
 */
export async function renameInLock(directory: string, names: ReadonlyMap<string, string>): Promise<void> {
  const file = path.join(directory, LOCK_FILE);
  const lines = await readLines(file);
  if (!lines.some(({ migration }) => names.has(migration))) return;
  await replaceFile(
    file,
    render(lines.map((line) => ({ ...line, migration: names.get(line.migration) ?? line.migration }))),
  );
}

async function readLines(file: string): Promise<readonly ProofLine[]> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if (isMissing(error)) return Buffer.of();
    throw new AgoraError({
      code: 'migrations.folder_unreadable',
      message: `${file} cannot be read.`,
      why: error instanceof Error ? error.message : String(error),
      fix: 'It is a text file that remembers proofs. Remove it: what it held is proven again.',
      cause: error,
    });
  });
  return decodeText(bytes, file)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .flatMap((line) => parseLine(line) ?? []);
}

function render(lines: readonly ProofLine[]): string {
  return HEADER + [...new Set(lines.map((line) => `${JSON.stringify(line)}\n`))].toSorted().join('');
}
