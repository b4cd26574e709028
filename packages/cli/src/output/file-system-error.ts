import { AgoraError } from '@agora/core';

/** What a person can correct, by the code of the operating system; anything else is a fault of ours. */
const faults: Readonly<Record<string, { readonly what: string; readonly fix: string }>> = {
  EACCES: {
    what: 'permission denied',
    fix: 'Give this user the right to write there, or name another place.',
  },
  EPERM: { what: 'not permitted', fix: 'Give this user the right to write there, or name another place.' },
  EROFS: { what: 'the file system is read-only', fix: 'Run it where the folder can be written to.' },
  ENOSPC: { what: 'the disk is full', fix: 'Make room, then run the same command again.' },
  EDQUOT: { what: 'the quota is used up', fix: 'Make room, then run the same command again.' },
  ENOENT: { what: 'no such file or folder', fix: 'Check the path, or make the folder.' },
  ENOTDIR: {
    what: 'a file stands where a folder is expected',
    fix: 'Move the file away, or name another path.',
  },
  EISDIR: { what: 'it is a folder', fix: 'Name a file.' },
  ENAMETOOLONG: { what: 'the name is too long', fix: 'Choose a shorter name.' },
};

/** A file that cannot be read or written, as the error that people see; undefined for any other error. */
export function describeFileSystemError(error: unknown): AgoraError | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  const { code, syscall } = error;
  const fault = typeof code === 'string' ? faults[code] : undefined;
  // What cannot be started (`spawn git`) is no matter of files.
  if (fault === undefined || typeof syscall !== 'string' || syscall.startsWith('spawn')) return undefined;
  // What reads or writes an open file does not say which.
  const unnamed = syscall === 'write' || syscall === 'fsync' ? 'Not written' : 'Not read';
  const place = 'path' in error && typeof error.path === 'string' ? error.path : unnamed;
  return new AgoraError({
    code: 'cli.file_system',
    message: `${place}: ${fault.what}.`,
    why: `The operating system says ${error.message}`,
    fix: fault.fix,
    cause: error,
  });
}
