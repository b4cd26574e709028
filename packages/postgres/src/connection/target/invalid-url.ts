import { AgoraError } from '@agora/core';

/** The URL is left out of the message on purpose: it may hold a password. */
export function invalidUrl(why: string, cause?: unknown): AgoraError {
  return new AgoraError({
    code: 'postgres.invalid_url',
    message: 'The database URL cannot be understood.',
    why,
    fix: 'Write it as postgresql://user:password@host:5432/database, with special characters percent-encoded.',
    cause,
  });
}

/** What texts begin with, or hold, that are no database URL; the first that fits says why. */
const beginnings: readonly (readonly [RegExp, string])[] = [
  [
    /^prisma(\+postgres)?:/i,
    'It is a URL of a Prisma service; a direct connection is needed (for prisma dev: the URL that it prints for TCP).',
  ],
  [
    /^["'`]/,
    'It begins with a quotation mark: who read it kept the quotes of a file, as docker --env-file does; write it there without them.',
  ],
  [/^[\s\uFEFF\u200B]/, 'It begins with a space or with a character that is not seen.'],
  [
    /^\w+\s*=\s*["']?postgres/i,
    'It begins with the name of a variable; only what stands after the "=" is the URL.',
  ],
  [/^\$/, 'It is the name of a variable that nobody has replaced by its value.'],
  [/^postgres(ql)?:\/\//i, 'Its beginning, postgresql:// or postgres://, must be in small letters.'],
  [/^postgres(ql)?\+\w+:/i, 'It is a URL of SQLAlchemy; it must begin with postgresql:// alone.'],
];

/** Why a text that does not begin as a database URL is none. */
export function whyNoUrl(text: string): string {
  return (
    beginnings.find(([pattern]) => pattern.test(text))?.[1] ??
    'It does not begin with postgresql:// or postgres://.'
  );
}

/** Why a text that begins as a database URL does not parse as one; without a part of it, which may be the password. */
export function whyNotParsed(text: string): string {
  return text.replace(/^.*@/s, '').includes('$')
    ? 'Its host or port holds a "$": a variable was not replaced by its value.'
    : 'Its host or port does not parse; perhaps the password holds a "/" or "?", or an IPv6 address stands without its brackets.';
}

/**
 * A "/" or "?" in a password ends the host too early, and if what is left looks like a port the URL parses: the rest of
 * the password is then read, and shown, as the database's name.
 */
export function hasCutPassword(url: string): boolean {
  return /^[a-z]+:\/\/[^@/?]+:\d*(?:\/[^?]*@|\?[^=&]*@)/.test(url);
}
