import { looksOf } from './looks.ts';

/** Words that say somebody speaks for the forum, in a name of any length. */
const words = [
  'admin',
  'administrator',
  'moderator',
  'support',
  'staff',
  'official',
  'sysadmin',
  'webmaster',
];
/** Names that do, if there is nothing else in them. */
const wholes = [
  ...words,
  'mod',
  'mods',
  'admins',
  'moderators',
  'system',
  'root',
  'owner',
  'team',
  'help',
  'security',
  'helpdesk',
  'abuse',
  'postmaster',
  'everyone',
  'all',
];

/**
 * Whether a name speaks for the forum: by a word of it, or as a whole, also with the community's name before or behind.
 * @param community its name and slug
 */
export async function isReserved(name: string, community: readonly string[]): Promise<boolean> {
  const own = await Promise.all(community.map(farOf));
  const reserved = new Set((await Promise.all([...wholes, ...community].map(farOf))).flat());
  const reservedWords = await Promise.all(words.map(farOf));
  const whole = await farOf(name);
  if (whole.some((one) => reserved.has(one))) return true;
  const alone = whole.flatMap((one) => own.flat().map((mine) => one.replace(mine, '')));
  if (alone.some((rest) => reserved.has(rest))) return true;
  const parts = name.split(/[^\p{L}\p{N}\p{M}@$]+|(?<=\p{Ll})(?=\p{Lu})/u);
  const looks = await Promise.all(parts.flatMap((part) => [part, part.replace(/\d+$/, '')]).map(farOf));
  return looks.flat().some((part) => reservedWords.flat().includes(part));
}

const farOf = async (name: string): Promise<readonly string[]> =>
  (await looksOf(name)).far.filter((one) => one !== '');
