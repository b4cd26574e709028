import { dirname } from 'node:path';
import { AgoraError } from '@agora/core';

/** The disk is full. */
export function diskFull(directory: string, cause: unknown): AgoraError {
  return new AgoraError({
    code: 'postgres.embedded_disk_full',
    message: `The disk of ${directory} has no space left.`,
    why: 'A new embedded server needs about 50 MB.',
    fix: 'Free some space and try again; a half-made server is cleaned up by itself.',
    cause,
  });
}

/** The folder cannot be made or written. */
export function notWritable(directory: string, cause: unknown): AgoraError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AgoraError({
    code: 'postgres.embedded_directory_not_writable',
    message: `The folder ${directory} cannot be written.`,
    why,
    fix: `Make ${dirname(directory)} writable for this user, or set DATABASE_URL to a PostgreSQL server of your own.`,
    cause,
  });
}
