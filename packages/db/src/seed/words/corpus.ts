import type { Names } from './names.ts';
import { type ChannelPhrases, followUps, phrases, queries, reactions, sequels, times } from './phrases.ts';

/** What goes into a place of a template, as a number: cheaper to look at than a name, and millions are. */
type Slot = number;
export const SUBJECT = 0;
export const CONTEXT = 1;
export const PERSON = 2;
export const TIME = 3;
export const NUMBER = 4;
/** Added to a slot whose words begin a sentence. */
export const CAPITAL = 5;

/** A template cut at its slots: bytes, or what goes there. */
export type Template = readonly (Buffer | Slot)[];

/** What goes into one slot, as it is and as the first words of a sentence. */
export interface Words {
  readonly plain: readonly Buffer[];
  readonly capitalised: readonly Buffer[];
}

export interface ChannelCorpus {
  subjects: Words;
  contexts: readonly Buffer[];
  people: Words;
  titles: readonly Template[];
  questions: readonly Template[];
  openers: readonly Template[];
  asks: readonly Template[];
  details: readonly Template[];
  closers: readonly Template[];
  answers: readonly Template[];
  opinions: readonly Template[];
  /** By subject; undefined where there is none. */
  code: readonly (Buffer | undefined)[];
}

/** Words in UTF-8, made once: rows at scale are recombinations of these, since faker makes few rows a second. */
export interface Corpus {
  channels: readonly ChannelCorpus[];
  /** Below somebody else's words: a reaction with a sequel, or a question. */
  reactions: readonly Template[];
  sequels: readonly Template[];
  queries: readonly Template[];
  times: readonly Buffer[];
  numbers: readonly Buffer[];
  /** Of who opened the thread. */
  followUps: readonly Template[];
  firstNames: readonly Buffer[];
  /** `firstNames` as the letters of a username. */
  handles: readonly Buffer[];
  lastNames: readonly Buffer[];
  bios: readonly Buffer[];
}

const bioTemplates = [
  'I read more than I write. {place}.',
  'Developer by day, baker by night, from {place}.',
  'Here to learn. {place}.',
  'Retired, curious, {place}.',
  'Backend things in {place}. Opinions are my own, and cheap.',
  '',
  'Ask me about bicycles. {place}.',
  'Student in {place}, mostly asking questions.',
];

/** Encodes the corpus; `names` come from the main thread. */
export function makeCorpus(names: Names): Corpus {
  return {
    channels: phrases.map(compileChannel),
    reactions: reactions.map(compile),
    sequels: sequels.map(compile),
    queries: queries.map(compile),
    times: times.map(utf8),
    numbers: Array.from({ length: MOST }, (_, number) => utf8(String(number + LEAST))),
    followUps: followUps.map(compile),
    firstNames: names.first.map(utf8),
    handles: names.first.map((name) => utf8(handleOf(name))),
    lastNames: names.last.map(utf8),
    bios: names.places.map((place, index) =>
      utf8(bioTemplates[index % bioTemplates.length]!.replace('{place}', place)),
    ),
  };
}

function compileChannel(channel: ChannelPhrases): ChannelCorpus {
  return {
    subjects: wordsOf(channel.subjects),
    contexts: channel.contexts.map(utf8),
    people: wordsOf(channel.people),
    titles: channel.titles.map(compile),
    questions: channel.questions.map(compile),
    openers: channel.openers.map(compile),
    asks: channel.asks.map(compile),
    details: channel.details.map(compile),
    closers: channel.closers.map(compile),
    answers: channel.answers.map(compile),
    opinions: channel.opinions.map(compile),
    code: channel.subjects.map((subject) => {
      const block = channel.code[subject];
      return block === undefined ? undefined : utf8(block);
    }),
  };
}

/** The numbers that a text may name. */
const LEAST = 3;
const MOST = 47;

const SLOT = /\{([scptn])\}/;
const SLOTS = 'scptn';

function compile(template: string): Template {
  const parts = template.split(SLOT);
  return parts.flatMap((part, index): (Buffer | Slot)[] => {
    if (index % 2 === 0) return part === '' ? [] : [utf8(part)];
    const before = parts.slice(0, index).join('');
    const begins = before === '' || /[.!?] $/.test(before);
    return [SLOTS.indexOf(part) + (begins ? CAPITAL : 0)];
  });
}

function wordsOf(words: readonly string[]): Words {
  return {
    plain: words.map(utf8),
    capitalised: words.map((word) => utf8(word.charAt(0).toUpperCase() + word.slice(1))),
  };
}

function utf8(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

/** Letters of a name that a username may have. */
function handleOf(name: string): string {
  const letters = name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll(/[^a-z]/g, '');
  return letters.length < 3 ? `${letters}user` : letters.slice(0, 18);
}
