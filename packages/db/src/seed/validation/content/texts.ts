import { inScope, type Invariant } from '../model/invariant.ts';

/** Something that can be seen: no space, no control, nothing of no width, no filler. */
const VISIBLE = String.raw`[^[:space:][:cntrl:]\u00AD\u115F\u1160\u200B-\u200F\u2028-\u202E\u2060-\u2069\u2800\u3164\uFEFF\uFFA0]`;

/** What people or the team wrote, and others read: table, name of the row, column, and which rows if not all. */
const written = [
  ['communities', 'slug', 'name', 'true'],
  ['users', 'username', 'display_name', 'true'],
  ['channels', 'slug', 'name', 'true'],
  ['tags', 'slug', 'name', 'true'],
  ['levels', 'rank', 'name', 'true'],
  ['achievements', 'code', 'name', 'true'],
  ['posts', 'id', 'title', 'true'],
  ['posts', 'id', 'body', 'true'],
  ['post_revisions', 'id', 'title', 'true'],
  ['comments', 'id', 'body', "status <> 'DELETED'"],
  ['reports', 'id', 'resolution', 'true'],
  ['bans', 'id', 'reason', 'true'],
] as const;

/** Characters of what is Markdown: as many as the API takes. */
const MOST = 40_000;

export const texts: Invariant = {
  name: 'texts',
  summary:
    'What people have written can be seen: no title, text, name or reason is empty or blank, none too long.',
  checks: written.map(([table, key, column, which]) => {
    const community = table === 'communities' ? 'id' : 'community_id';
    return `
    SELECT ${community} AS community_id, '${table} ' || ${key} AS row, format('${column} of %s characters', length(${column})) AS detail
      FROM (SELECT t.*${table === 'communities' ? ', t.id AS community_id' : ''} FROM ${table} t) t
     WHERE ${inScope('t')} AND ${which} AND (${column} !~ '${VISIBLE}' OR length(${column}) > ${MOST})`;
  }),
};
