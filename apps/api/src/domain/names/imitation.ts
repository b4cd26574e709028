import type { Statements } from '../../database/forum.ts';
import { lookalikesSql } from './lookalikes.sql.ts';
import { looksOf } from './looks.ts';
import { isReserved } from './reserved.ts';
import { writtenFault } from './written-form.ts';

/** What somebody wants to be called; undefined: that stays. */
export interface WantedNames {
  readonly username?: string | undefined;
  readonly displayName?: string | undefined;
  /** Of whom it is to be, if they are there already. */
  readonly selfId?: string;
}

const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Why a member may not be called so: the name hides what it is made of, speaks for the team, or could be taken for that of
 * another. A name that is the same as another's handle to the letter is left to whoever keeps names unique.
 * @param community its name and slug
 * @returns a sentence, or undefined
 */
export async function imitationOf(
  forum: Statements,
  community: { readonly id: string; readonly name: string; readonly slug: string },
  { username, displayName, selfId = nobody }: WantedNames,
): Promise<string | undefined> {
  const names = [username, displayName].filter((name) => name !== undefined);
  for (const name of names) {
    const fault = writtenFault(name);
    if (fault !== undefined) return `The name ${fault}.`;
    if (await isReserved(name, [community.name, community.slug]))
      return 'The name speaks for the team of the forum.';
  }
  const looks = await Promise.all(names.map(looksOf));
  const close = looks.flatMap((one) => one.close);
  const [others] = await forum.run(lookalikesSql({ communityId: community.id, selfId, looks: close }));
  for (const other of others) {
    const theirs = await Promise.all([other.username, other.displayName].map(looksOf));
    if (other.role !== 'MEMBER') {
      const far = new Set(theirs.flatMap((one) => one.far));
      const same = username === other.username;
      if (!same && looks.some((one) => one.far.some((look) => far.has(look))))
        return 'The name could be taken for that of somebody of the team.';
      continue;
    }
    // To be called as somebody else is no fault; to write it so that it only looks the same is.
    const handle = new Set(theirs[0]?.close);
    const looksSame = (name: string): boolean =>
      (looks[names.indexOf(name)]?.close.some((look) => handle.has(look)) ?? false) &&
      name.toLowerCase() !== other.username;
    if (names.some(looksSame)) return `The name could be taken for that of @${other.username}.`;
  }
  return undefined;
}
