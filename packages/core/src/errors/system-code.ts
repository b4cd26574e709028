/** The code of an error of the operating system or of Node (`ENOENT`, `ECONNREFUSED`), or undefined. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether an error says that a file or folder is not there; one that may not be read is, and so is a file for a folder. */
export function isMissing(error: unknown): boolean {
  return systemCode(error) === 'ENOENT';
}

/** For `.catch` of what reads a file or a folder: undefined where it is not there. @throws any other error */
export function undefinedIfMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
