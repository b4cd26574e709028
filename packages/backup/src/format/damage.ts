import { AgoraError } from '@agora/core';

/**
 * A backup that is not what it says.
 * @param faults each a line that names the file or table
 */
export function damaged(location: string, faults: readonly string[]): AgoraError {
  return new AgoraError({
    code: 'backup.damaged',
    message: `The backup ${location} is damaged: ${faults[0] ?? ''}`,
    why: faults.slice(0, 20).join('\n'),
    fix: faults.every((fault) => fault.startsWith('catalog: '))
      ? 'Its files are whole: what restored it made these otherwise. Take the next one with pg_dump, which knows every kind of object: agora backup create --way pg_dump'
      : 'Do not rely on it: take another one (agora backup list), and keep this one for looking into.',
  });
}
