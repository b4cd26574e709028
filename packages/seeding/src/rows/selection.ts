import { AgoraError } from '@agora/core';
import type { SeededTable } from './factory.ts';

/** What of a table decides who needs whom. */
type Needs = Pick<SeededTable, 'entity' | 'needs'>;

/**
 * Names of the entities asked for and of all that they need.
 * @param only names; absent means all.
 * @throws seed.unknown_entity
 */
export function entitiesWithNeeds(
  tables: readonly Needs[],
  only: readonly string[] | undefined,
): ReadonlySet<string> {
  if (only === undefined) return new Set(tables.map(({ entity }) => entity));
  const wanted = new Set<string>();
  const add = (entity: string): void => {
    if (wanted.has(entity)) return;
    const table = tables.find((one) => one.entity === entity);
    if (table === undefined) {
      throw new AgoraError({
        code: 'seed.unknown_entity',
        message: `There is no seeded entity "${entity}".`,
        fix: `Use one of: ${tables.map((one) => one.entity).join(', ')}.`,
      });
    }
    wanted.add(entity);
    table.needs.forEach(add);
  };
  only.forEach(add);
  return wanted;
}

/**
 * Names of the entities asked for and of all that need them.
 * @param only names; absent means all.
 * @throws seed.unknown_entity
 */
export function entitiesWithDependents(
  tables: readonly Needs[],
  only: readonly string[] | undefined,
): ReadonlySet<string> {
  const entities = tables.map(({ entity }) => entity);
  if (only === undefined) return new Set(entities);
  entitiesWithNeeds(tables, only);
  const wanted = new Set(only);
  return new Set(
    entities.filter((entity) => [...entitiesWithNeeds(tables, [entity])].some((need) => wanted.has(need))),
  );
}
