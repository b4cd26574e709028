import { cutName, NAME_BYTES } from '@agora/postgres';

/** A name made of a table's and others, cut as PostgreSQL cuts those that it makes: the longer part first. */
export function madeName(table: string, columns: string, label: string): string {
  const room = NAME_BYTES - Buffer.byteLength(label) - 1 - (columns === '' ? 0 : 1);
  let [first, second] = [table, columns];
  while (Buffer.byteLength(first) + Buffer.byteLength(second) > room) {
    if (Buffer.byteLength(first) > Buffer.byteLength(second))
      first = cutName(first, Buffer.byteLength(first) - 1);
    else second = cutName(second, Buffer.byteLength(second) - 1);
  }
  return [first, ...(second === '' ? [] : [second]), label].join('_');
}

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
