import { type Fault } from './rows.fixture.ts';

/** Faults of the database itself. */
export const openings: readonly Fault[] = [
  ['guards', 'ALTER TABLE users ADD CONSTRAINT later CHECK (points >= 0) NOT VALID'],
  ['guards', 'ALTER TABLE point_transactions DISABLE TRIGGER point_transactions_append_only'],
  ['guards', 'ALTER TABLE posts NO FORCE ROW LEVEL SECURITY'],
  ['guards', 'ALTER TABLE posts DISABLE ROW LEVEL SECURITY'],
  ['guards', `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'posts_kept_words_idx'::regclass`],
  ['as-migrated', 'DROP POLICY community ON posts'],
  ['as-migrated', 'ALTER POLICY community ON posts USING (true)'],
  ['as-migrated', 'ALTER POLICY community ON posts TO agora_app'],
  ['as-migrated', 'CREATE POLICY everybody ON posts FOR SELECT USING (true)'],
  ['as-migrated', 'GRANT SELECT ON users TO PUBLIC'],
  ['as-migrated', 'GRANT UPDATE ON users TO agora_app'],
  ['as-migrated', 'GRANT UPDATE (points) ON users TO agora_app'],
  ['as-migrated', 'REVOKE INSERT ON posts FROM agora_app'],
  ['as-migrated', 'GRANT DELETE ON moderation_entries TO agora_app'],
  ['as-migrated', 'GRANT EXECUTE ON FUNCTION agora_search TO PUBLIC'],
  ['as-migrated', 'ALTER TABLE posts OWNER TO CURRENT_USER'],
  ['as-migrated', 'DROP TRIGGER point_transactions_append_only ON point_transactions'],
  ['as-migrated', `ALTER FUNCTION agora_post_points SECURITY INVOKER`],
  [
    'as-migrated',
    `CREATE OR REPLACE FUNCTION agora_set_community(community_id uuid) RETURNS void LANGUAGE plpgsql AS 'BEGIN NULL; END'`,
  ],
  ['as-migrated', 'ALTER TABLE users DROP CONSTRAINT users_points_check'],
  ['as-migrated', 'ALTER TABLE media DROP CONSTRAINT media_community_id_post_id_fkey'],
  ['as-migrated', 'DROP INDEX comments_accepted_key'],
  ['as-migrated', 'ALTER TABLE posts ALTER title DROP NOT NULL'],
  ['as-migrated', 'ALTER TABLE users ALTER points SET DEFAULT 100'],
];
