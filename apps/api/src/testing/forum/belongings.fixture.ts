import type { Client } from '@agora/postgres';

/** The kinds of things that a request may name. */
export interface Things {
  readonly post?: string;
  readonly comment?: string;
  readonly user?: string;
  readonly channel?: string;
  readonly tag?: string;
  readonly medium?: string;
  readonly cid?: string;
  readonly session?: string;
  readonly passkey?: string;
  readonly account?: string;
  readonly ban?: string;
  readonly report?: string;
  readonly entry?: string;
  readonly notification?: string;
  readonly provider?: string;
}

/** Whose they are, and where. */
interface Owner {
  readonly community: string;
  /** A word that the names of these things hold. */
  readonly name: string;
  readonly id: string;
  /** A post that the file is of. */
  readonly post: string;
  /** A published post that the comment is in. */
  readonly thread: string;
  readonly commentStatus: 'PUBLISHED' | 'HIDDEN';
}

/** Makes one of each kind that is somebody's, or in their community alone; each says "Secret" where it says anything. */
export async function makeBelongings(client: Client, owner: Owner): Promise<Required<Things>> {
  const { community, name, id: userId, post, thread, commentStatus } = owner;
  const id = (kind: number): string => `01900000-0000-7000-8000-${userId.slice(-4)}0000500${kind}`;
  const things = {
    post,
    comment: id(1),
    user: `only_${name}`,
    channel: `only-${name}`,
    tag: `only-${name}`,
    medium: id(2),
    cid: `bafkrei${'a'.repeat(52)}`,
    session: id(3),
    passkey: id(4),
    account: id(5),
    ban: id(6),
    report: id(7),
    entry: id(8),
    notification: id(9),
    provider: `only-${name}`,
  };
  // Who never proved an address is shown to nobody.
  const other = id(0);
  await client.query(`
    INSERT INTO users (community_id, id, email, username, display_name, password_hash) VALUES ('${community}', '${other}', 'eve@example.com', '${things.user}', 'Eve', 'x');
    INSERT INTO channels (community_id, id, slug, name) VALUES ('${community}', gen_random_uuid(), '${things.channel}', 'Only there');
    INSERT INTO tags (community_id, id, slug, name, colour) VALUES ('${community}', gen_random_uuid(), '${things.channel}', 'Only there', '#000000');
    INSERT INTO comments (community_id, id, post_id, author_id, path, body, status) VALUES ('${community}', '${things.comment}', '${thread}', '${userId}', uuid_send('${things.comment}'), 'Secret', '${commentStatus}');
    INSERT INTO media (community_id, id, post_id, cid, mime_type, bytes, alt_text) VALUES ('${community}', '${things.medium}', '${post}', '${things.cid}', 'image/png', 1, 'Secret');
    INSERT INTO bans (community_id, id, user_id, moderator_id, reason, starts_at) VALUES ('${community}', '${things.ban}', '${other}', '${userId}', 'Secret', now());
    INSERT INTO reports (community_id, id, reporter_id, post_id, reason, details) VALUES ('${community}', '${things.report}', '${userId}', '${thread}', 'SPAM', 'Secret');
    INSERT INTO moderation_entries (community_id, id, moderator_id, action, target_id, details) VALUES ('${community}', '${things.entry}', '${userId}', 'post.pin', '${thread}', '{"reason":"Secret"}');
    INSERT INTO oauth_accounts (community_id, id, user_id, provider, provider_account_id) VALUES ('${community}', '${things.account}', '${userId}', '${things.provider}', 'Secret');
    INSERT INTO passkeys (community_id, id, user_id, credential_id, public_key, counter, name) VALUES ('${community}', '${things.passkey}', '${userId}', 'c', 'k', 0, 'Secret');
    INSERT INTO refresh_tokens (community_id, id, user_id, family_id, token_hash, expires_at) VALUES ('${community}', '${things.session}', '${userId}', '${things.session}', sha256('x'), now() + interval '1 day');
    INSERT INTO notifications (community_id, id, user_id, kind, actor_id) VALUES ('${community}', '${things.notification}', '${userId}', 'TIP', '${other}')`);
  return things;
}

/** Everything that a community has, as text, but how often a post was read and when a row was written. */
export async function belongingsOf(client: Client, community: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'community_id'
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  const parts: string[] = [];
  for (const { name } of rows) {
    const { rows: found } = await client.query<{ row: string }>(
      `SELECT (to_jsonb(t) - 'view_count' - 'updated_at')::text AS row FROM "${name}" t WHERE community_id = $1 ORDER BY 1`,
      [community],
    );
    parts.push(`${name}: ${found.map((one) => one.row).join('\n')}`);
  }
  return parts.join('\n\n');
}
