import type { TwoColumns } from '../model/columns.ts';
import { inScope, type Invariant } from '../model/invariant.ts';

/** Controls but for tabs and ends of lines, as the API refuses them. */
const CONTROLS = String.raw`[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]`;

/** What breaks a line, or turns the direction of what stands beside it (Unicode UAX 9). */
const TURNS = String.raw`[\t\n\r\u2028\u2029\u202A-\u202E\u2066-\u2069]`;

/** Names and titles: table, name of the row, column. */
const lines = [
  ['communities', 'slug', 'name'],
  ['users', 'username', 'display_name'],
  ['channels', 'slug', 'name'],
  ['tags', 'slug', 'name'],
  ['levels', 'rank', 'name'],
  ['achievements', 'code', 'name'],
  ['passkeys', 'id', 'name'],
  ['posts', 'id', 'title'],
  ['post_revisions', 'id', 'title'],
] as const satisfies readonly TwoColumns[];

/** Texts of any number of lines. */
const texts = [
  ['users', 'username', 'bio'],
  ['channels', 'slug', 'description'],
  ['achievements', 'code', 'description'],
  ['posts', 'id', 'body'],
  ['post_revisions', 'id', 'body'],
  ['comments', 'id', 'body'],
  ['comment_revisions', 'id', 'body'],
  ['reports', 'id', 'details'],
  ['reports', 'id', 'resolution'],
  ['bans', 'id', 'reason'],
  ['purges', 'id', 'reason'],
  ['media', 'id', 'alt_text'],
] as const satisfies readonly TwoColumns[];

/** An independent judge of what `domain/text.ts` of the API refuses. */
export const characters: Invariant = {
  name: 'characters',
  summary:
    'No text holds a control character; a name or a title is one line in normalisation form C that turns no direction of writing.',
  checks: [...lines, ...texts].map(([table, key, column]) => {
    const community = table === 'communities' ? 'id' : 'community_id';
    const isLine = lines.some((line) => line[0] === table && line[2] === column);
    const line = isLine ? ` OR ${column} ~ '${TURNS}' OR ${column} IS NOT NFC NORMALIZED` : '';
    return `
    SELECT ${community} AS community_id, '${table} ' || ${key} AS row, '${column} holds what it may not' AS detail
      FROM (SELECT t.*${table === 'communities' ? ', t.id AS community_id' : ''} FROM ${table} t) t
     WHERE ${inScope('t')} AND (${column} ~ '${CONTROLS}'${line})`;
  }),
};
