import { scan, splitStatements } from '@agora/postgres';

/** How far a text reaches beyond its own database, as far as its words tell. */
export interface Reach {
  /** It makes or changes what belongs to the whole server: roles, databases, settings, slots and the like. */
  readonly server: boolean;
  /** It runs SQL that is put together at run time, of which nothing more is known, or writes files or runs programs. */
  readonly unread: boolean;
  /** Functions of its own do one or the other, so that rows which fire them would. */
  readonly routines: boolean;
  /** Every name and word in it, in strings too: what it may speak of. */
  readonly words: () => ReadonlySet<string>;
  /** Roles that it makes by name. */
  readonly roles: ReadonlySet<string>;
  /** Whether it makes a role of that name, or may: by a name that is put together, which can be any in its script. */
  readonly mayMakeRole: (name: string) => boolean;
  readonly extensions: ReadonlySet<string>;
}

const KINDS = new Set(['role', 'user', 'group', 'database', 'tablespace', 'subscription', 'system']);
const ON_KINDS = new Set(['role', 'database', 'tablespace', 'subscription', 'parameter']);
const ROLES = ['role', 'user', 'group'];
const CHANGES = new Set(['create', 'alter', 'drop']);

/** Functions that change what belongs to the server: slots, origins, and its configuration. */
const SERVER_FUNCTIONS = /^pg_(?:\w*replication_slot\w*|replication_origin_\w+|sync_replication_slots)$/;

/** First words of statements whose further words are names and values, so that any of these may come at run time. */
const PLAIN = new Set([
  'select',
  'insert',
  'update',
  'delete',
  'truncate',
  'analyze',
  'refresh',
  'lock',
  'set',
  'notify',
  'with',
  'values',
]);

/** What a statement says that reaches anywhere; it keeps the reading of large loads short. */
const QUICK =
  /\b(?:role|user|group|database|tablespace|subscription|system|owned|parameter|execute|copy|internal|grant|revoke|extension|replication)|replication_/i;

/** Reads how far scripts reach. Comments do not count; what stands in strings and bodies of functions does. */
export function readReach(texts: readonly string[]): Reach {
  const scripts = texts.map((text) => ({
    text,
    statements: splitStatements(text)
      .filter((statement) => QUICK.test(statement.text))
      .map((statement) => readStatement(statement.text)),
  }));
  const read = scripts.flatMap(({ statements }) => statements);
  const roles = new Set(read.flatMap((one) => one.roles));
  const makers = scripts.filter(({ statements }) => statements.some((one) => one.executesRoles));
  const extensions = new Set(read.flatMap((one) => one.extensions));
  return {
    server: read.some((one) => one.server),
    unread: read.some((one) => one.unread),
    routines: read.some((one) => one.routine && (one.server || one.unread)),
    words: () => new Set(texts.flatMap((text) => wordsOf(text))),
    roles,
    mayMakeRole: (name) => roles.has(name) || makers.some(({ text }) => text.includes(name)),
    extensions,
  };
}

/** Whether scripts reach no further than others, as far as where they may be run goes by it. */
export function isWithin(reach: Reach, other: Reach): boolean {
  const allows = (key: 'server' | 'unread' | 'routines'): boolean => !reach[key] || other[key];
  return (
    allows('server') &&
    allows('unread') &&
    allows('routines') &&
    [...reach.roles].every((name) => other.roles.has(name)) &&
    [...reach.extensions].every((name) => other.extensions.has(name))
  );
}

function readStatement(text: string): {
  readonly server: boolean;
  readonly unread: boolean;
  readonly routine: boolean;
  readonly roles: readonly string[];
  /** Whether it makes roles by EXECUTE. */
  readonly executesRoles: boolean;
  readonly extensions: readonly string[];
} {
  const words = wordsOf(text);
  const made = (kinds: readonly string[]): number[] =>
    words.flatMap((word, at) => (word === 'create' && kinds.includes(words[at + 1] ?? '') ? [at + 2] : []));
  return {
    server: words.some((_, at) => reachesServer(words, at)),
    unread: hasUnread(text) || words.some((_, at) => leavesFiles(words, at)),
    routine:
      words[0] === 'create' && words.slice(1, 4).some((word) => word === 'function' || word === 'procedure'),
    roles: made(ROLES).map((at) => words[at] ?? ''),
    executesRoles: words.some((word, at) => {
      if (word !== 'execute') return false;
      const end = words.indexOf(';', at);
      return made(ROLES).some((place) => place > at && (end === -1 || place < end));
    }),
    extensions: made(['extension']).map((at) => words[words[at] === 'if' ? at + 3 : at] ?? ''),
  };
}

function reachesServer(words: readonly string[], at: number): boolean {
  const [word = '', next = ''] = words.slice(at, at + 2);
  if (CHANGES.has(word) && KINDS.has(next)) return next !== 'user' || words[at + 2] !== 'mapping';
  if (word === 'on' && ON_KINDS.has(next)) return true;
  if ((word === 'drop' || word === 'reassign') && next === 'owned') return true;
  if (word === 'grant' || word === 'revoke') return isMembership(words, at);
  return SERVER_FUNCTIONS.test(word);
}

/** COPY to a file or a program, and functions of the server's own by another name. */
function leavesFiles(words: readonly string[], at: number): boolean {
  if (words[at] === 'language') return words[at + 1] === 'internal';
  if (words[at] !== 'copy') return false;
  const end = words.indexOf(';', at);
  const rest = words.slice(at, end === -1 ? undefined : end);
  return rest.includes('to') || rest.includes('program');
}

/** GRANT and REVOKE of privileges say ON what; of memberships they do not. */
function isMembership(words: readonly string[], at: number): boolean {
  for (const word of words.slice(at + 1, at + 40)) {
    if (word === 'on' || word === ';') return false;
    if (word === 'to' || word === 'from') return true;
  }
  return false;
}

/** Words and names in order, those in strings too, and every `;`. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const { kind, start, end } of scan(text)) {
    const piece = text.slice(start, end);
    if (kind === 'word') words.push(piece.toLowerCase());
    else if (kind === 'quoted') words.push(piece.slice(1, -1).replaceAll('""', '"'));
    else if (kind === 'symbol' && piece === ';') words.push(piece);
    else if (kind === 'string') for (const word of wordsOf(inside(piece))) words.push(word);
  }
  return words;
}

/** What a string holds; escapes other than doubled quotes are left as they are. */
function inside(piece: string): string {
  const dollar = /^(\$[^$]*\$)/.exec(piece)?.[1];
  if (dollar !== undefined)
    return piece.slice(dollar.length, piece.endsWith(dollar) ? -dollar.length : undefined);
  return piece.slice(piece.indexOf("'") + 1, -1).replaceAll("''", "'");
}

interface Piece {
  readonly kind: string;
  readonly text: string;
}

/** Whether a body (a string of the script) executes SQL whose kind is not known from its constant beginning. */
function hasUnread(text: string, depth = 0): boolean {
  const pieces: Piece[] = [...scan(text)]
    .filter(({ kind }) => kind !== 'gap')
    .map(({ kind, start, end }) => ({ kind, text: text.slice(start, end) }));
  return pieces.some((piece, at) => {
    if (piece.kind === 'string') return hasUnread(inside(piece.text), depth + 1);
    if (depth === 0 || piece.kind !== 'word' || piece.text.toLowerCase() !== 'execute') return false;
    return !isKnown(pieces.slice(at + 1, at + 5));
  });
}

function isKnown(after: readonly Piece[]): boolean {
  const rest = after.filter(({ text }) => text !== '(');
  const [first, second] = rest;
  // EXECUTE FUNCTION of a trigger, GRANT EXECUTE ON.
  if (
    first === undefined ||
    (first.kind === 'word' && ['function', 'procedure', 'on'].includes(first.text.toLowerCase()))
  )
    return true;
  if (first.text === ',' || first.text === ';') return true;
  if (first.kind === 'string') return second?.text !== '|' || isPlain(inside(first.text));
  const formatted = first.text.toLowerCase() === 'format' && second?.kind === 'string';
  return formatted && isPlain(inside(second.text).replace(/%.*$/s, ''));
}

/** Whether the beginning of a statement says of which kind it is, and that it stays in its database. */
function isPlain(beginning: string): boolean {
  const words = wordsOf(/\s$/.test(beginning) ? beginning : beginning.replace(/[\w"$]+$/, ''));
  const [verb = '', kind] = words;
  if (PLAIN.has(verb)) return true;
  if (verb === 'grant' || verb === 'revoke') return words.includes('on');
  return (CHANGES.has(verb) || verb === 'comment') && kind !== undefined && !KINDS.has(kind);
}
