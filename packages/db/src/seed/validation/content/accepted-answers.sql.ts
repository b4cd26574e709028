// Made from accepted-answers.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface AcceptedAnswersParameters {
  readonly communities: readonly (string)[] | null;
}

export interface AcceptedAnswersRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const acceptedAnswersSql = [sql<AcceptedAnswersParameters, AcceptedAnswersRow>({
  name: 'accepted-answers-1',
  parameters: ['communities'],
  text: `SELECT community_id, post_id::text AS row, format('%s accepted answers', count(*)) AS detail
  FROM comments t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND accepted_at IS NOT NULL
 GROUP BY community_id, post_id HAVING count(*) > 1`,
}), sql<AcceptedAnswersParameters, AcceptedAnswersRow>({
  name: 'accepted-answers-2',
  parameters: ['communities'],
  text: `SELECT community_id, id::text AS row, 'accepted, and ' || status AS detail
  FROM comments t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND accepted_at IS NOT NULL AND status <> 'PUBLISHED'`,
})] as const;
