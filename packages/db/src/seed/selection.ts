import { AgoraError } from '@agora/core';
import { factories } from './factories/index.ts';

/** Every name that `only` may hold. */
export const seededEntities: readonly string[] = factories.map((factory) => factory.entity);

/**
 * Names of the entities asked for and of all that they need.
 * @param only names; absent means all.
 * @throws seed.unknown_entity
 */
export function entitiesWithNeeds(only: readonly string[] | undefined): ReadonlySet<string> {
  if (only === undefined) return new Set(seededEntities);
  const wanted = new Set<string>();
  const add = (entity: string): void => {
    if (wanted.has(entity)) return;
    const factory = factories.find((one) => one.entity === entity);
    if (factory === undefined) {
      throw new AgoraError({
        code: 'seed.unknown_entity',
        message: `There is no seeded entity "${entity}".`,
        fix: `Use one of: ${seededEntities.join(', ')}.`,
      });
    }
    wanted.add(entity);
    factory.needs.forEach(add);
  };
  only.forEach(add);
  return wanted;
}

/**
 * Names of the entities asked for and of all that need them.
 * @param only names; absent means all.
 * @throws seed.unknown_entity
 */
export function entitiesWithDependents(only: readonly string[] | undefined): ReadonlySet<string> {
  if (only === undefined) return new Set(seededEntities);
  entitiesWithNeeds(only);
  const wanted = new Set(only);
  return new Set(
    seededEntities.filter((entity) => [...entitiesWithNeeds([entity])].some((need) => wanted.has(need))),
  );
}
