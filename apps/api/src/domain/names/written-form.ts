/** Scripts whose letters are told apart from each other; names in others are taken as they are. */
const scripts = (
  'Latin Cyrillic Greek Armenian Georgian Hebrew Arabic Syriac Thaana Ethiopic ' +
  'Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala ' +
  'Thai Lao Khmer Myanmar Tibetan Mongolian Han Hiragana Katakana Hangul Bopomofo ' +
  'Cherokee Coptic Lisu Deseret Gothic Tifinagh Vai Runic Ogham'
).split(' ');

/** Scripts that are written together in one word (UTS 39, highly restrictive). */
const together = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];

/** With extensions: a mark that several scripts share is of each of them. */
const letterOf = new Map(
  scripts.map((script) => [script, new RegExp(`\\p{Script_Extensions=${script}}`, 'u')]),
);

/** What joins pictures, or the letters of scripts that need it, and is seen by what it does. */
const joining =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}])(?:\u200D|\uFE0F)+|(?<=[0-9#*])\uFE0F(?=\u20E3)|(?<=[\p{L}\p{M}])(?:\u200C|\u200D)(?=(?!\p{Script=Latin})\p{L})/gu;
const unseen = /\p{Default_Ignorable_Code_Point}/u;

/**
 * What is wrong with how a name is written: characters that cannot be seen, or letters of several scripts in one word.
 * @returns what it must not do, or undefined
 */
export function writtenFault(name: string): string | undefined {
  if (unseen.test(name.replaceAll(joining, ''))) return 'holds characters that cannot be seen';
  const mixed = name.split(/[^\p{L}\p{M}]+/u).some((word) => !ofOneScript(word));
  return mixed ? 'mixes letters of several scripts in one word' : undefined;
}

function ofOneScript(word: string): boolean {
  const letters = Array.from(word).filter(
    (letter) => /\p{L}/u.test(letter) && !/\p{Script=Common}/u.test(letter),
  );
  const known = letters.map((letter) => scripts.filter((script) => letterOf.get(script)?.test(letter)));
  const some = known.filter((of) => of.length > 0);
  const within = (allowed: readonly string[]) =>
    some.every((of) => of.some((script) => allowed.includes(script)));
  return scripts.some((script) => within([script])) || together.some(within);
}
