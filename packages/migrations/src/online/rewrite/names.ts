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

/** A name as a part of a folder's name: lower-case letters, digits and underscores. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 60);
}
