import { AgoraError } from '@agora/core';

import { LONGEST_SLUG, slugOf } from '../../project/slug.ts';

/**
 * Checks the slug of a new migration.
 *
 * @param name what was asked for, such as `add_bans`
 * @param taken names of the folders that are there
 * @throws AgoraError `migrations.bad_name`, `migrations.name_taken`
 */
export function checkName(name: string, taken: readonly string[]): void {
  if (!/^[a-z0-9]+(?:_[a-z0-9]+)*$/.test(name)) {
    const slug = slugOf(name);
    throw new AgoraError({
      code: 'migrations.bad_name',
      message: `"${name}" is no name for a migration.`,
      why: 'It becomes part of a folder name: lower-case letters, digits and single underscores between them.',
      fix: slug === '' ? 'For example: --name add_bans' : `For example: --name ${slug}`,
    });
  }
  if (name.length > LONGEST_SLUG) {
    throw new AgoraError({
      code: 'migrations.bad_name',
      message: `The name has ${name.length} characters, and a folder bears ${LONGEST_SLUG}.`,
      fix: 'Say what changes in a few words: --name add_bans',
    });
  }
  const same = taken.find((one) => one.replace(/^\d+_/, '') === name);
  if (same !== undefined) {
    throw new AgoraError({
      code: 'migrations.name_taken',
      message: `There is a migration of that name: ${same}.`,
      why: 'Two of one name are told apart by their time only, in every list and every question.',
      fix: `Choose another, such as --name ${name}_again`,
    });
  }
}

/**
 * The folder of a new migration: UTC time in fourteen digits, as Prisma writes it, and the slug. Later than
 * every folder there is, even if a clock was wrong when it was made.
 */
export function folderName(name: string, taken: readonly string[], now: Date): string {
  const last =
    taken
      .flatMap((one) => /^(\d{14})(?:_|$)/.exec(one)?.[1] ?? [])
      .toSorted()
      .at(-1) ?? '';
  const wanted = digits(now);
  return `${wanted > last ? wanted : next(last)}_${name}`;
}

const digits = (date: Date): string => date.toISOString().replaceAll(/\D/g, '').slice(0, 14);

/** One second later, as a date; where the digits are none, as a number. */
function next(stamp: string): string {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp) ?? [];
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second + 1));
  const later = digits(date);
  return later > stamp && later.length === 14 ? later : String(BigInt(stamp) + 1n).padStart(14, '0');
}
