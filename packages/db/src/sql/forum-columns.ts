// Made from the migrations by `pnpm --filter @agora/db run generate:sql`.

/** The columns of each table of the forum. */
// oxfmt-ignore
export interface ForumColumns {
  readonly account_tokens: 'community_id' | 'id' | 'user_id' | 'purpose' | 'token_hash' | 'email' | 'expires_at' | 'used_at' | 'created_at';
  readonly achievements: 'community_id' | 'id' | 'code' | 'name' | 'description' | 'criteria' | 'points' | 'created_at' | 'updated_at';
  readonly bans: 'community_id' | 'id' | 'user_id' | 'moderator_id' | 'reason' | 'starts_at' | 'ends_at' | 'lifted_at' | 'created_at' | 'updated_at';
  readonly channels: 'community_id' | 'id' | 'slug' | 'name' | 'description' | 'position' | 'post_role' | 'created_at' | 'updated_at' | 'slow_seconds';
  readonly comment_announcements: 'community_id' | 'comment_id' | 'told_up_to' | 'created_at';
  readonly comment_holds: 'community_id' | 'comment_id' | 'reason' | 'created_at';
  readonly comment_likes: 'community_id' | 'comment_id' | 'user_id' | 'created_at';
  readonly comment_revisions: 'community_id' | 'id' | 'comment_id' | 'editor_id' | 'body' | 'created_at';
  readonly comments: 'community_id' | 'id' | 'post_id' | 'author_id' | 'parent_id' | 'parent_path' | 'parent_created_at' | 'depth' | 'path' | 'body' | 'status' | 'like_count' | 'accepted_at' | 'edited_at' | 'created_at' | 'updated_at' | 'html' | 'words';
  readonly communities: 'id' | 'slug' | 'name' | 'description' | 'settings' | 'plan' | 'created_at' | 'updated_at';
  readonly holds: 'community_id' | 'post_id' | 'reason' | 'created_at';
  readonly idempotency_keys: 'community_id' | 'user_id' | 'key' | 'fingerprint' | 'status' | 'response' | 'created_at';
  readonly levels: 'community_id' | 'id' | 'rank' | 'name' | 'min_points' | 'created_at' | 'updated_at';
  readonly media: 'community_id' | 'id' | 'post_id' | 'cid' | 'mime_type' | 'bytes' | 'width' | 'height' | 'alt_text' | 'created_at' | 'updated_at';
  readonly moderation_effects: 'community_id' | 'entry_id' | 'target_id' | 'before' | 'created_at';
  readonly moderation_entries: 'community_id' | 'id' | 'moderator_id' | 'action' | 'target_id' | 'details' | 'created_at';
  readonly moderation_undos: 'community_id' | 'entry_id' | 'undo_id' | 'created_at';
  readonly notifications: 'community_id' | 'id' | 'user_id' | 'kind' | 'actor_id' | 'post_id' | 'comment_id' | 'read_at' | 'created_at';
  readonly oauth_accounts: 'community_id' | 'id' | 'user_id' | 'provider' | 'provider_account_id' | 'access_token' | 'refresh_token' | 'expires_at' | 'key_version' | 'created_at' | 'updated_at';
  readonly oauth_grants: 'community_id' | 'id' | 'purpose' | 'state_hash' | 'code_hash' | 'code_challenge' | 'provider' | 'provider_account_id' | 'email' | 'email_verified' | 'handle' | 'display_name' | 'access_token' | 'refresh_token' | 'token_expires_at' | 'key_version' | 'expires_at' | 'used_at' | 'created_at';
  readonly passkeys: 'community_id' | 'id' | 'user_id' | 'credential_id' | 'public_key' | 'counter' | 'name' | 'last_used_at' | 'created_at' | 'updated_at';
  readonly point_economies: 'community_id' | 'post' | 'comment' | 'like_given' | 'like_received' | 'answer_accepted' | 'welcome_bonus' | 'daily_posts' | 'daily_comments' | 'daily_likes' | 'created_at' | 'updated_at';
  readonly point_transactions: 'community_id' | 'id' | 'user_id' | 'sequence' | 'amount' | 'balance_after' | 'reason' | 'source_type' | 'source_id' | 'idempotency_key' | 'created_at';
  readonly post_follows: 'community_id' | 'post_id' | 'user_id' | 'created_at';
  readonly post_likes: 'community_id' | 'post_id' | 'user_id' | 'created_at';
  readonly post_revisions: 'community_id' | 'id' | 'post_id' | 'editor_id' | 'title' | 'body' | 'created_at';
  readonly post_tags: 'community_id' | 'post_id' | 'tag_id' | 'created_at';
  readonly posts: 'community_id' | 'id' | 'channel_id' | 'author_id' | 'title' | 'body' | 'status' | 'pinned' | 'view_count' | 'like_count' | 'comment_count' | 'last_activity_at' | 'edited_at' | 'created_at' | 'updated_at' | 'html' | 'locked' | 'slow_seconds' | 'words';
  readonly purges: 'community_id' | 'id' | 'kind' | 'target_id' | 'admin_id' | 'reason' | 'created_at';
  readonly queue_claims: 'community_id' | 'target_id' | 'moderator_id' | 'created_at';
  readonly recovery_codes: 'community_id' | 'user_id' | 'code_hash' | 'created_at';
  readonly refresh_tokens: 'community_id' | 'id' | 'user_id' | 'family_id' | 'token_hash' | 'expires_at' | 'used_at' | 'revoked_at' | 'created_at' | 'device' | 'by_passkey';
  readonly reports: 'community_id' | 'id' | 'reporter_id' | 'post_id' | 'comment_id' | 'reported_user_id' | 'reason' | 'details' | 'status' | 'resolution' | 'resolved_by_id' | 'resolved_at' | 'created_at' | 'updated_at' | 'copy';
  readonly tags: 'community_id' | 'id' | 'slug' | 'name' | 'colour' | 'created_at' | 'updated_at';
  readonly two_factors: 'community_id' | 'user_id' | 'secret' | 'key_version' | 'enabled_at' | 'last_step' | 'created_at' | 'updated_at';
  readonly user_achievements: 'community_id' | 'user_id' | 'achievement_id' | 'progress' | 'earned_at' | 'created_at' | 'updated_at';
  readonly user_preferences: 'community_id' | 'user_id' | 'locale' | 'time_zone' | 'theme' | 'email_notifications' | 'digest' | 'created_at' | 'updated_at' | 'follow_written';
  readonly user_statistics: 'community_id' | 'user_id' | 'posts' | 'comments' | 'likes_given' | 'likes_received' | 'streak_days' | 'last_active_on' | 'created_at' | 'updated_at';
  readonly users: 'community_id' | 'id' | 'email' | 'username' | 'display_name' | 'password_hash' | 'role' | 'status' | 'email_verified_at' | 'points' | 'ledger_sequence' | 'level' | 'bio' | 'avatar' | 'last_seen_at' | 'created_at' | 'updated_at' | 'token_version' | 'muted_until';
}
