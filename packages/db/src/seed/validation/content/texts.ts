import type { ThreeColumns, TwoColumns } from '../model/columns.ts';
import { inScope, type Invariant } from '../model/invariant.ts';

/** Something that can be seen: no space, no control, nothing of no width, no filler. */
const VISIBLE = String.raw`[^[:space:][:cntrl:]\u00AD\u115F\u1160\u200B-\u200F\u2028-\u202E\u2060-\u2069\u2800\u3164\uFEFF\uFFA0]`;

/** What people or the team wrote, and others read: table, name of the row, column, and the status of what may be deleted. */
const written = [
  ['communities', 'slug', 'name'],
  ['users', 'username', 'display_name'],
  ['channels', 'slug', 'name'],
  ['tags', 'slug', 'name'],
  ['levels', 'rank', 'name'],
  ['achievements', 'code', 'name'],
  ['posts', 'id', 'title'],
  ['posts', 'id', 'body'],
  ['post_revisions', 'id', 'title'],
  ['comments', 'id', 'body', 'status'],
  ['reports', 'id', 'resolution'],
  ['bans', 'id', 'reason'],
] as const satisfies readonly (TwoColumns | ThreeColumns)[];

/** Characters of what is Markdown: as many as the API takes. */
const MOST = 40_000;

export const texts: Invariant = {
  name: 'texts',
  summary:
    'What people have written can be seen: no title, text, name or reason is empty or blank, none too long.',
  checks: written.map(([table, key, column, status]) => {
    const community = table === 'communities' ? 'id' : 'community_id';
    return `
    SELECT ${community} AS community_id, '${table} ' || ${key} AS row, format('${column} of %s characters', length(${column})) AS detail
      FROM (SELECT t.*${table === 'communities' ? ', t.id AS community_id' : ''} FROM ${table} t) t
     WHERE ${inScope('t')} ${status === undefined ? '' : `AND ${status} <> 'DELETED' `}AND (${column} !~ '${VISIBLE}' OR length(${column}) > ${MOST})`;
  }),
};
