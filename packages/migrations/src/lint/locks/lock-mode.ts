/** Table locks from the weakest to the strongest, by the names of chapter 13.3 of PostgreSQL's manual. */
export const LOCK_MODES = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

export type LockMode = (typeof LOCK_MODES)[number];

/** What queries of others wait while a lock is held. */
export type Waiting = 'reads and writes' | 'writes' | 'nothing';

/** The mode that pg_locks names `ShareUpdateExclusiveLock`. */
export function lockModeOf(name: string): LockMode | undefined {
  const words = name
    .replace(/Lock$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
  return LOCK_MODES.find((mode) => mode === words);
}

/** A SELECT takes ACCESS SHARE, and INSERT, UPDATE and DELETE take ROW EXCLUSIVE: who waits follows from the conflicts. */
export function whoWaits(mode: LockMode): Waiting {
  if (mode === 'ACCESS EXCLUSIVE') return 'reads and writes';
  return LOCK_MODES.indexOf(mode) >= LOCK_MODES.indexOf('SHARE') ? 'writes' : 'nothing';
}

/** Below 0 where `a` is weaker than `b`. */
export function compareModes(a: LockMode, b: LockMode): number {
  return LOCK_MODES.indexOf(a) - LOCK_MODES.indexOf(b);
}
