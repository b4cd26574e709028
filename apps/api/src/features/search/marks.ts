import { escapeHtml } from '../../markdown/plain-html.ts';

/** A word that was searched, as it stands in texts without their accents. */
interface Term {
  readonly text: string;
  /** It is the beginning of what it finds. */
  readonly isOpen: boolean;
  /** It is of a script without spaces, and found inside of others. */
  readonly isInside: boolean;
}

const withoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Words, and signs that are words. */
const words = /[\p{L}\p{N}\p{M}]+|\p{Extended_Pictographic}/gu;

/** As `agora_search_fold` does for most letters: what differs is found, and not marked. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .toLowerCase()
    .normalize('NFC');
}

/**
 * The words of a query, from PostgreSQL's form of it, in which `agora_search_words` has written what is not ASCII: two octal
 * digits a byte, and a z ahead of each character.
 */
export function termsOf(query: string): Term[] {
  return [...query.matchAll(/'([^']+)'(:\*)?/g)].map(([, lexeme = '', open]) => {
    const text = lexeme.replaceAll(/z[0-7]{2}(?:[0-7]{2})+/g, (character) => {
      const digits = character.slice(1).match(/../g) ?? [];
      return Buffer.from(
        digits.map((two, at) => (at === 0 ? 0o300 : 0o200) + Number.parseInt(two, 8)),
      ).toString('utf8');
    });
    return { text, isOpen: open !== undefined, isInside: withoutSpaces.test(text) };
  });
}

/** A text as escaped HTML, with what was searched in `<mark>`. */
export function withMarks(text: string, terms: readonly Term[]): string {
  let html = '';
  let done = 0;
  for (const { 0: word, index } of text.matchAll(words)) {
    for (const [from, to] of hits(word, terms)) {
      html += `${escapeHtml(text.slice(done, index + from))}<mark>${escapeHtml(word.slice(from, to))}</mark>`;
      done = index + to;
    }
  }
  return html + escapeHtml(text.slice(done));
}

/** Parts of a word that are hits: all of it, or pieces in order. */
function hits(word: string, terms: readonly Term[]): [from: number, to: number][] {
  const folded = fold(word);
  if (terms.some(({ text, isOpen }) => (isOpen ? folded.startsWith(text) : folded === text))) {
    return [[0, word.length]];
  }
  const found = terms
    .filter((term) => term.isInside)
    .flatMap(({ text }) => placesOf(word, text).map((at): [number, number] => [at, at + text.length]))
    .toSorted(([a], [b]) => a - b);
  const joined: [number, number][] = [];
  for (const [from, to] of found) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

function placesOf(text: string, piece: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(piece); at !== -1; at = text.indexOf(piece, at + 1)) places.push(at);
  return places;
}

/**
 * A passage as it is shown: without the halves of words at its ends.
 * @param isLater the text begins before it
 */
export function passageOf(text: string, isLater: boolean): string {
  const begun = isLater ? `… ${text.replace(/^\S{1,30}\s/, '')}` : text;
  return text.length < 400 ? begun : `${begun.replace(/\s\S{0,30}$/, '')} …`;
}
