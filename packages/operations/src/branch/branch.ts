import { createHash } from 'node:crypto';

import { AgoraError } from '@agora/core';
import { cutName, NAME_BYTES } from '@agora/postgres';

/** What the database that a branch is says of itself, in its comment. */
export interface BranchMark {
  /** As it was given, such as the name of a git branch. */
  readonly name: string;
  /** The development database, by name. */
  readonly of: string;
  /** The database that was copied: the same, or another branch. */
  readonly from: string;
  /** ISO 8601. */
  readonly made: string;
}

/** A branch of a development database. */
export interface Branch extends BranchMark {
  readonly database: string;
  /** Bytes; undefined where the role may not look. */
  readonly sizeBytes: number | undefined;
  /** Sessions of others in it. */
  readonly sessions: number;
}

/** The development database itself, among its branches. */
export const MAIN = 'main';

const MARK = 'agora branch ';

/** The comment by which a database is known as made here: nothing without it is ever deleted. */
export function renderMark(mark: BranchMark): string {
  return MARK + JSON.stringify(mark);
}

/** Undefined for a database that was not made here. */
export function readMark(comment: string | null): BranchMark | undefined {
  if (comment?.startsWith(MARK) !== true) return undefined;
  try {
    const read: unknown = JSON.parse(comment.slice(MARK.length));
    if (typeof read !== 'object' || read === null) return undefined;
    const { name, of, from, made }: Record<string, unknown> = { ...read };
    const texts = { name: String(name), of: String(of), from: String(from), made: String(made) };
    return typeof name === 'string' && typeof of === 'string' ? texts : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The name of the database: readable, and its own for each branch of each database, whatever letters they have.
 * @throws AgoraError `operations.branch_name`
 */
export function databaseOfBranch(base: string, name: string): string {
  // oxlint-disable-next-line no-control-regex -- these it must not have
  if (name.trim() === '' || name === MAIN || name.length > 200 || /[\u0000-\u001f]/.test(name)) {
    throw new AgoraError({
      code: 'operations.branch_name',
      message: `"${name}" is no name for a branch.`,
      why: `A name has 1 to 200 characters, and ${MAIN} is the development database itself.`,
      fix: 'Choose another name: agora db branch create <name>',
    });
  }
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  const plain = `${base}_${slug}`;
  if (slug === name && Buffer.byteLength(plain) <= NAME_BYTES) return plain;
  const hash = createHash('sha256')
    .update(JSON.stringify([base, name]))
    .digest('hex')
    .slice(0, 6);
  const tail = `_${[slug.slice(0, 30), hash].filter((part) => part !== '').join('_')}`;
  return cutName(base, NAME_BYTES - tail.length) + tail;
}
