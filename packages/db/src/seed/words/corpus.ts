import type { Names } from './names.ts';
import { type ChannelPhrases, followUps, phrases, replies } from './phrases.ts';

/** A template cut at its slots: bytes, or where the subject goes, which at the start of a sentence is capitalised. */
export type Template = readonly (Buffer | 'subject' | 'Subject')[];

export interface ChannelCorpus {
  subjects: readonly Buffer[];
  /** As the first words of a sentence. */
  capitalised: readonly Buffer[];
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
  replies: readonly Template[];
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
    replies: replies.map(compile),
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
    subjects: channel.subjects.map(utf8),
    capitalised: channel.subjects.map((subject) => utf8(subject.charAt(0).toUpperCase() + subject.slice(1))),
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

function compile(template: string): Template {
  const parts = template.split('{s}');
  return parts.flatMap((text, index): Template[number][] => {
    const before = parts[index - 1];
    if (before === undefined) return [utf8(text)];
    return [before === '' || /[.!?] $/.test(before) ? 'Subject' : 'subject', utf8(text)];
  });
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
