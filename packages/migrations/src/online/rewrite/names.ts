import { slugOf } from '../../project/slug.ts';

/** The name, or the first numbered one that is free, as PostgreSQL chooses: `a_key`, `a_key1`. */
export function freeName(
  make: (label: string) => string,
  label: string,
  isTaken: (name: string) => boolean,
): string {
  for (let number = 0; ; number += 1) {
    const name = make(number === 0 ? label : `${label}${number}`);
    if (!isTaken(name)) return name;
  }
}

/**
 * Names for several objects, none of them given twice: of long ones PostgreSQL cuts the end off, in which alone they may differ.
 * @param choose finds the name of one, besides those that are given
 */
export function distinctNames<T>(
  objects: readonly T[],
  choose: (object: T, given: ReadonlySet<string>) => { readonly schema: string; readonly name: string },
): ReadonlyMap<T, string> {
  const given = new Set<string>();
  return new Map(
    objects.map((object) => {
      const { schema, name } = choose(object, given);
      given.add(`${schema}.${name}`);
      return [object, name];
    }),
  );
}

/** What a part's folder says of an object: its name, at most 60 characters. */
export function suffixOf(name: string): string {
  return slugOf(name, 60);
}
