import type { Name } from '@agora/postgres/parser';

import { madeName } from '../../script/made-name.ts';
import { slugOf } from '../../project/slug.ts';
import type { Hazard } from './row.ts';

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

/** Whether a constraint or an index of a table takes a name, where the hazard stands. */
export function isTaken({ facts, model, gone }: Hazard, table: Name, name: string): boolean {
  const own = `${table.schema ?? model.currentSchema}.${name}`;
  return facts.taken.has(own) && !isGone({ model, gone }, table, name);
}

/** Whether the script has taken a constraint or an index of that name away: until all is done, it may stand. */
export function isGone({ model, gone }: Pick<Hazard, 'model' | 'gone'>, table: Name, name: string): boolean {
  return (
    gone.has(`index ${model.key({ ...table, name })}`) || gone.has(`constraint ${model.key(table)} ${name}`)
  );
}

/** A name for what is built beside the one that has it: `a_key_new`. */
export function nameBeside({ facts, model }: Hazard, table: Name, name: string, label: string): string {
  const schema = table.schema ?? model.currentSchema;
  return freeName(
    (given) => madeName(name, '', given),
    label,
    (one) => facts.taken.has(`${schema}.${one}`),
  );
}

/** What a part's folder says of an object: its name, at most 60 characters. */
export function suffixOf(name: string): string {
  return slugOf(name, 60);
}
