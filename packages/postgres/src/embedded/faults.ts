import { dirname } from 'node:path';
import { AgoraError } from '../errors/agora-error.ts';
import { type Layout } from './layout.ts';

/** The disk is full. */
export function diskFull(layout: Layout, cause: unknown): AgoraError {
  return new AgoraError({
    code: 'postgres.embedded_disk_full',
    message: `The disk of ${layout.directory} has no space left.`,
    why: 'A new embedded server needs about 50 MB.',
    fix: 'Free some space and try again; a half-made server is cleaned up by itself.',
    cause,
  });
}

/** The folder cannot be made or written. */
export function notWritable(layout: Layout, cause: unknown): AgoraError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new AgoraError({
    code: 'postgres.embedded_directory_not_writable',
    message: `The folder ${layout.directory} cannot be written.`,
    why: said,
    fix: `Make ${dirname(layout.directory)} writable for this user, or set DATABASE_URL to a PostgreSQL server of your own.`,
    cause,
  });
}
