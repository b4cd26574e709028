import { Misuse } from './room.ts';

/**
 * A file with an import more, among the others by name, and an entry more at the end of an array.
 * @param opening what stands before the array's first entry, up to its bracket
 * @throws Misuse when the array names it already
 */
export function register(
  text: string,
  { imported, opening, entry }: { imported?: { name: string; from: string }; opening: RegExp; entry: string },
): string {
  const start = opening.exec(text);
  if (start === null) throw new Error(`no array begins as ${opening.source}`);
  const from = start.index + start[0].length;
  const to = closing(text, from);
  const entries = text.slice(from, to).trimEnd().replace(/,$/, '');
  if (new RegExp(`(?<![\\w'])${entry.replaceAll(/[^\w]/g, '\\$&')}(?!\\w)`).test(entries))
    throw new Misuse(`${entry} is there already.`);
  const array = `${text.slice(0, from)}${entries}${entries.trim() === '' ? '' : ', '}${entry}${text.slice(to)}`;
  return imported === undefined ? array : withImport(array, imported);
}

/** Where the bracket is closed that was opened before `from`. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '[') depth += 1;
    else if (text[at] === ']') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('an array is not closed');
}

const own = /^import .* from '\.\//;

function withImport(text: string, { name, from }: { name: string; from: string }): string {
  const line = `import { ${name} } from '${from}';`;
  const lines = text.split('\n');
  const later = lines.findIndex((other) => own.test(other) && other.slice(other.indexOf("'")) > `'${from}'`);
  const last = lines.findLastIndex((other) => other.startsWith('import '));
  lines.splice(later === -1 ? last + 1 : later, 0, line);
  return lines.join('\n');
}
