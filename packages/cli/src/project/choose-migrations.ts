import { type Migration, resolveTarget } from '@agora/migrations';

/** The migrations that a person named, or all of them; in order. */
export function chooseMigrations(all: readonly Migration[], given: readonly string[]): readonly Migration[] {
  if (given.length === 0) return all;
  const names = all.map((migration) => migration.name);
  const chosen = new Set(given.map((one) => resolveTarget(names, one)));
  return all.filter((migration) => chosen.has(migration.name));
}
