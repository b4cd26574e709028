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
  'forum',
];
/** What stands beside such a word and changes nothing: "The Forum Team". */
const fillers = ['the', 'forum', 'community'];

/**
 * Whether a name speaks for the forum: by a word of it, or as a whole, also with the community's name or a filler before or behind.
 * @param community its name and slug
 */
export async function isReserved(name: string, community: readonly string[]): Promise<boolean> {
  const own = (await Promise.all([...community, ...fillers].map(farOf))).flat();
  const reserved = new Set((await Promise.all([...wholes, ...community].map(farOf))).flat());
  const reservedWords = await Promise.all(words.map(farOf));
  // A set that grows while it is walked: what is left of the name without any of its own words before and behind.
  const rests = new Set(await farOf(name));
  for (const rest of rests) {
    for (const mine of own) {
      if (rest.startsWith(mine)) rests.add(rest.slice(mine.length));
      if (rest.endsWith(mine)) rests.add(rest.slice(0, -mine.length));
    }
  }
  if ([...rests].some((rest) => reserved.has(rest))) return true;
  const parts = name.split(/[^\p{L}\p{N}\p{M}@$]+|(?<=\p{Ll})(?=\p{Lu})/u);
  const looks = await Promise.all(parts.flatMap((part) => [part, part.replace(/\d+$/, '')]).map(farOf));
  return looks.flat().some((part) => reservedWords.flat().includes(part));
}

const farOf = async (name: string): Promise<readonly string[]> =>
  (await looksOf(name)).far.filter((one) => one !== '');
