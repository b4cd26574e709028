import { folderName } from '../create/migration-name.ts';

/** A migration that gets a newer timestamp. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/**
 * Which migrations of a branch come after the last of its base only under another name: the first that is too early and
 * all of the branch's own behind it, so that their order stays. Pure.
 * @param names every migration that is here
 * @param own those that the base does not have, in order
 * @param lastOfBase the last of the base; undefined when it has none
 */
export function planRebase(
  names: readonly string[],
  own: readonly string[],
  { lastOfBase, now }: { readonly lastOfBase: string | undefined; readonly now: Date },
): readonly Rename[] {
  const first = own.findIndex((name) => lastOfBase !== undefined && name.localeCompare(lastOfBase) <= 0);
  if (first === -1) return [];
  const taken = [...names];
  return own.slice(first).map((from) => {
    const to = folderName(from.replace(/^\d+_/, ''), taken, now);
    taken.push(to);
    return { from, to };
  });
}
