import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { ApiError } from '../api-error.ts';

/**
 * Of zxcvbn's scores, 0 to 4: from 2 on more than 10^6 guesses are needed, which nobody gets to make here
 * (Wheeler, "zxcvbn: low-budget password strength estimation", USENIX Security 2016).
 */
const leastScore = 2;
/** Characters that are looked at. What is hard to guess up to here stays so; the time grows faster than the length. */
const mostCharacters = 64;

/** Letters and digits that a password needs beside its owner's own words. */
const leastRest = 4;

let estimator: Promise<ZxcvbnFactory> | undefined;

/**
 * What makes a password easy to guess: that it is a common one, a pattern, or made of its owner's own words.
 * @param words what others know of its owner: name, address, community
 * @returns undefined for one that is hard to guess
 */
export async function weaknessOf(password: string, words: readonly string[]): Promise<string | undefined> {
  estimator ??= loadEstimator();
  const own = words
    .flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)])
    .filter((word) => word.length > 2);
  if (isMadeOf(password, own)) return reasons['userInputs'];
  const { score, feedback } = (await estimator).check(password.slice(0, mostCharacters), own);
  if (score >= leastScore) return undefined;
  return reasons[feedback.warning ?? ''] ?? 'It would be among the first guesses.';
}

const letters = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');

/** Whether hardly anything is left of a password without its owner's words: zxcvbn counts two of them as hard to guess. */
function isMadeOf(password: string, own: readonly string[]): boolean {
  const longestFirst = own.map(letters).toSorted((one, other) => other.length - one.length);
  const whole = letters(password);
  const rest = longestFirst.reduce((left, word) => (word === '' ? left : left.replaceAll(word, '')), whole);
  return rest !== whole && rest.length < leastRest;
}

/** @throws ApiError `auth.weak_password` */
export async function assertHardToGuess(password: string, words: readonly string[]): Promise<void> {
  const why = await weaknessOf(password, words);
  if (why === undefined) return;
  throw new ApiError('auth.weak_password', 'The password is too easy to guess.', {
    why,
    fix: 'Take a longer one, such as four words that have nothing to do with each other or with you.',
  });
}

/** By the names of zxcvbn's warnings. */
const reasons: Readonly<Record<string, string>> = {
  topTen: 'It is one of the ten most common passwords.',
  topHundred: 'It is one of the hundred most common passwords.',
  common: 'It is a common password.',
  similarToCommon: 'It is like a common password.',
  simpleRepeat: 'It is one character over and over.',
  extendedRepeat: 'It is the same characters over and over.',
  sequences: 'It is a sequence, such as abcdef.',
  straightRow: 'It is a row of the keyboard.',
  keyPattern: 'It is a pattern of the keyboard.',
  dates: 'It is a date.',
  recentYears: 'It is little more than a year.',
  userInputs: 'It is made of your name, your address or the name of the community.',
};

/** Loaded for the first new password: its list of common ones takes 0.2 s. */
async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs: graphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new ZxcvbnFactory({ dictionary, graphs });
}
