import { refusal } from '../outcome.ts';

/**
 * What a name of a tag or a channel is to the eye: however it is composed (NFC, NFD), in capitals or not, wide or narrow, and
 * with letters of other scripts that look the same (Unicode UTS 39). Signs count: C, C++ and C# are three.
 */
async function looksOfName(name: string): Promise<readonly string[]> {
  const { default: prototypes } = await import('unhomoglyph');
  const seen = name.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFKC');
  const skeleton = (given: string) => prototypes(given.normalize('NFD')).toLowerCase().normalize('NFC');
  // Twice: capitals look like other letters than small ones.
  return [skeleton(seen.toLowerCase()), skeleton(seen)];
}

/**
 * Sees that a thing looks like none of its kind that is there already.
 * @param what the kind, as in "There is a tag of that name."
 * @param others what they are called
 * @throws ApiError `conflict.duplicate`
 */
export async function assertLooksNew(what: string, name: string, others: readonly string[]): Promise<void> {
  const looks = await looksOfName(name);
  for (const other of others) {
    if (!(await looksOfName(other)).some((look) => looks.includes(look))) continue;
    const same = other === name ? 'of that name' : `that looks the same, “${other}”`;
    throw refusal('conflict.duplicate', { 'conflict.duplicate': `There is a ${what} ${same}.` });
  }
}
