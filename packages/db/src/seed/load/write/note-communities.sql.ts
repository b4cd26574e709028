// Made from note-communities.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface NoteCommunitiesParameters {
  readonly ordinals: readonly (number)[];
  readonly ids: readonly (string)[];
  readonly rows: readonly (string)[];
}

export interface NoteCommunitiesRow {

}

export const noteCommunitiesSql = sql<NoteCommunitiesParameters, NoteCommunitiesRow>({
  name: 'note-communities',
  parameters: ['ordinals', 'ids', 'rows'],
  text: `INSERT INTO agora.load_communities (ordinal, community_id, rows)
SELECT * FROM unnest($1::integer[], $2::uuid[], $3::jsonb[])`,
});
