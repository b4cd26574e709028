/** Letters and digits of a name as they look, in ASCII where they look so. */
export interface Looks {
  /** As `agora_lookalike` of the database has handles: accents count. */
  readonly close: readonly string[];
  /** As a reader in a hurry sees it: no accents, digits as the letters they stand for. */
  readonly far: readonly string[];
}

const digits: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'l',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  8: 'b',
  $: 's',
  '@': 'a',
};

/** Its letters and digits, without accents. */
const bare = (given: string) => given.normalize('NFD').replaceAll(/[^\p{L}\p{N}]/gu, '');

/**
 * What a name looks like, by Unicode's table of confusables (UTS 39). Twice: capitals are confused with other letters than
 * small ones, as I with l.
 */
export async function looksOf(name: string): Promise<Looks> {
  const { default: prototypes } = await import('unhomoglyph');
  const plain = name.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '').normalize('NFKC');
  const skeleton = (given: string) => prototypes(given.normalize('NFD')).toLowerCase().normalize('NFC');
  const seen = [skeleton(plain.toLowerCase()), skeleton(plain)];
  return {
    close: [...new Set(seen.map((given) => asHandle(given.replaceAll(/[^\p{L}\p{N}\p{M}]/gu, ''))))],
    far: [
      ...new Set(
        [plain.toLowerCase(), plain].map((given) =>
          asHandle(
            bare(skeleton(given.replaceAll(/[0134578$@]/g, (digit) => digits[digit] ?? digit))),
          ).replaceAll('i', 'l'),
        ),
      ),
    ],
  };
}

/** As `agora_lookalike` of the database: a test compares the two. */
export const asHandle = (name: string): string =>
  name
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('_', '');
