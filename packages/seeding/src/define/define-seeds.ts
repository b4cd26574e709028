import type { AnySeedSet, Ref, Seeds, SeedSet } from './words.ts';

/** Types what `agora.seed.ts` exports by default: a profile names only sets that there are. */
export function defineSeeds<const Sets extends Readonly<Record<string, AnySeedSet>>>(
  seeds: Seeds<Sets>,
): Seeds<Sets> {
  return seeds;
}

/**
 * Types the rows of one set by what Prisma generates for its model:
 * `seedSet<Prisma.UserCreateManyInput>({ model: 'User', key: ['email'], rows: [...] })`.
 */
export function seedSet<Row = Readonly<Record<string, unknown>>>(set: SeedSet<NoInfer<Row>>): SeedSet<Row> {
  return set;
}

/**
 * Stands for a row of another set, whose id only the database knows.
 * @param set the set's name
 * @param key the value of its key; an object where the key has several fields
 * @param column which of its columns is meant; by default the one that the foreign key points at, else its primary key
 */
export function ref(set: string, key: unknown, column?: string): Ref {
  return { $ref: set, key, ...(column === undefined ? {} : { column }) };
}

/** Whether a value is what {@link ref} makes, even another copy of this module. */
export function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && '$ref' in value && typeof value.$ref === 'string';
}
