import type { EconomyText } from '@agora/db/economy';
import { type Client, sqlState } from '@agora/postgres';
import { z } from 'zod';
import { ids } from '../forum/forum-rows.fixture.ts';
import type { Forum } from '../forum/forum.fixture.ts';
import { logIn, type Member } from '../forum/member.fixture.ts';
import { type Act, type Actor, actors } from './story.fixture.ts';
import type { Standing } from './standing.fixture.ts';

/** Something that was written, as the API knows it. */
interface Made {
  readonly id: string;
  readonly author: Actor;
  /** The post that a comment is on. */
  readonly on: number | undefined;
}

const made = z.object({ id: z.string() });
/** Refusals that a story meets: not found, closed, one's own, not enough points. */
const refusals: readonly number[] = [403, 404, 409];

/** What holds content and points; all else of a forum stays through a story. */
const emptied = [
  'notifications',
  'moderation_entries',
  'idempotency_keys',
  'post_revisions',
  'post_likes',
  'comment_likes',
  'comments',
  'media',
  'post_tags',
  'posts',
  'point_transactions',
  'user_achievements',
  'achievements',
];

/** Logs everybody in who acts. */
export async function logInActors(forum: Forum): Promise<Readonly<Record<Actor, Member>>> {
  return {
    admin: await logIn(forum, 'admin@forum.com'),
    moderator: await logIn(forum, 'moderator@forum.com'),
    bob: await logIn(forum, 'bob@example.com'),
    carol: await logIn(forum, 'carol@example.com'),
  };
}

/** A forum that does at run time what a story tells: by its API, and what that has no address for by the database. */
export class RunningForum {
  readonly #client: Client;
  readonly #members: Readonly<Record<Actor, Member>>;
  readonly #made = new Map<number, Made>();

  /** @param client of a superuser */
  constructor(client: Client, members: Readonly<Record<Actor, Member>>) {
    this.#client = client;
    this.#members = members;
  }

  /** A community in which nothing has happened yet, with these rules. */
  async begin({ economy, levels, achievements }: EconomyText): Promise<void> {
    this.#made.clear();
    const columns = Object.entries(economy).map(
      ([name, value]) => `${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)} = ${value}`,
    );
    await this.#past(`
      ${emptied.map((table) => `DELETE FROM ${table}`).join('; ')};
      UPDATE communities SET created_at = now() - interval '1 year';
      UPDATE users SET points = 0, level = 1, ledger_sequence = 0, created_at = now() - interval '1 year';
      UPDATE user_statistics SET posts = 0, comments = 0, likes_given = 0, likes_received = 0, streak_days = 0, last_active_on = NULL,
        created_at = now() - interval '1 year';
      UPDATE point_economies SET ${columns.join(', ')} WHERE community_id = '${ids.techcorp}';
      DELETE FROM levels WHERE community_id = '${ids.techcorp}'`);
    await this.#client.query(
      `INSERT INTO levels (community_id, id, rank, name, min_points)
       SELECT $1, gen_random_uuid(), rank, 'Level ' || rank, min FROM unnest($2::int[], $3::int[]) l(rank, min)`,
      [ids.techcorp, levels.map(({ rank }) => rank), levels.map(({ minPoints }) => minPoints)],
    );
    await this.#client.query(
      `INSERT INTO achievements (community_id, id, code, name, criteria, points, created_at)
       SELECT $1, ('01900000-0000-7000-8000-0000000a00' || lpad(n::text, 2, '0'))::uuid, 'a' || n, 'A', criteria, points,
         now() - interval '1 year'
       FROM unnest($2::jsonb[], $3::int[]) WITH ORDINALITY a(criteria, points, n)`,
      [
        ids.techcorp,
        achievements.map(({ counter, atLeast }) => JSON.stringify({ counter, atLeast })),
        achievements.map(({ points }) => points),
      ],
    );
  }

  /** Whether it happened: what is about something that is not there does not, nor what is refused. */
  async perform(act: Act): Promise<boolean> {
    switch (act.do) {
      case 'let a night pass':
        await this.#letNightPass();
        return true;
      case 'welcome':
        await this.#inCommunity(
          `agora_award($1, $2, gen_random_uuid(), 'WELCOME', 'welcome:' || $2::uuid, 'USER', $2)`,
          [ids[act.who]],
        );
        return true;
      case 'adjust':
        return this.#adjust(act.who, act.amount);
      case 'tip':
        return this.#ask(act.who, 'POST', '/tips', { to: act.to, amount: act.amount });
      case 'post':
      case 'draft': {
        const status = act.do === 'post' ? 'PUBLISHED' : 'DRAFT';
        const post = { channel: 'general', title: `Post ${act.as}`, body: 'Text.', status, tags: [] };
        return this.#write(act, undefined, '/posts', post);
      }
      case 'comment': {
        const on = this.#made.get(act.on);
        return on !== undefined && this.#write(act, act.on, `/posts/${on.id}/comments`, { body: 'Text.' });
      }
      default:
        return this.#touch(act);
    }
  }

  async standing(): Promise<Standing> {
    const { rows } = await this.#client.query<{ standing: Standing }>(
      `SELECT json_object_agg(u.username, json_build_object('points', u.points, 'level', u.level, 'posts', s.posts,
         'comments', s.comments, 'likesGiven', s.likes_given, 'likesReceived', s.likes_received, 'streakDays', s.streak_days,
         'lastActive', (now() AT TIME ZONE 'UTC')::date - s.last_active_on,
         'achievements', (SELECT coalesce(json_object_agg(substring(a.code, 2)::int - 1, json_build_object('progress', p.progress,
             'begun', ${ago('p.created_at')}, 'earned', ${ago('p.earned_at')})), '{}')
           FROM user_achievements p JOIN achievements a ON a.id = p.achievement_id AND a.community_id = p.community_id
           WHERE p.community_id = u.community_id AND p.user_id = u.id),
         'ledger', (SELECT coalesce(json_agg(json_build_object('reason', t.reason, 'source', t.source_type, 'amount', t.amount,
             'balance', t.balance_after, 'made', ${ago('t.created_at')}) ORDER BY t.sequence), '[]')
           FROM point_transactions t WHERE t.community_id = u.community_id AND t.user_id = u.id))) AS standing
       FROM users u JOIN user_statistics s ON s.community_id = u.community_id AND s.user_id = u.id
       WHERE u.community_id = $1 AND u.username = ANY ($2)`,
      [ids.techcorp, actors],
    );
    return rows[0]!.standing;
  }

  async #adjust(who: Actor, amount: number): Promise<boolean> {
    const post = `agora_post_points($1, $2, gen_random_uuid(), $3, 'ADJUSTMENT', gen_random_uuid()::text)`;
    try {
      await this.#inCommunity(post, [ids[who], amount]);
      return true;
    } catch (error) {
      // users_points_check
      if (sqlState(error) === '23514') return false;
      throw error;
    }
  }

  async #write(
    act: Act & { who: Actor; as: number },
    on: number | undefined,
    path: string,
    body: object,
  ): Promise<boolean> {
    const answer = await this.#members[act.who].ask('POST', path, body);
    if (!happened(answer.statusCode, answer.body)) return false;
    this.#made.set(act.as, { id: made.parse(answer.json()).id, author: act.who, on });
    return true;
  }

  async #touch(act: Extract<Act, { what: number }>): Promise<boolean> {
    const what = this.#made.get(act.what);
    if (what === undefined) return false;
    const { id, author, on } = what;
    const path = on === undefined ? `/posts/${id}` : `/comments/${id}`;
    const reason = 'By the story.';
    switch (act.do) {
      case 'like':
        return this.#ask(act.who, 'PUT', `${path}/like`);
      case 'unlike':
        return this.#ask(act.who, 'DELETE', `${path}/like`);
      case 'accept':
        return this.#ask(this.#made.get(on!)!.author, 'PUT', `${path}/accepted`);
      case 'take back':
        return this.#ask(this.#made.get(on!)!.author, 'DELETE', `${path}/accepted`);
      case 'delete':
        return this.#ask(author, 'DELETE', path);
      case 'hide':
        return this.#ask('moderator', 'PUT', `${path}/moderation`, { status: 'HIDDEN', reason });
      case 'show':
        return this.#ask('moderator', 'PUT', `${path}/moderation`, { status: 'PUBLISHED', reason });
      default: {
        const { headers } = await this.#members[author].ask('GET', path);
        const status = act.do === 'publish' ? 'PUBLISHED' : 'ARCHIVED';
        return this.#ask(author, 'PATCH', path, { status }, { 'if-match': String(headers.etag) });
      }
    }
  }

  async #ask(who: Actor, ...asked: Parameters<Member['ask']>): Promise<boolean> {
    const answer = await this.#members[who].ask(...asked);
    return happened(answer.statusCode, answer.body);
  }

  /** Everything that counts by the day becomes a day older. */
  async #letNightPass(): Promise<void> {
    const times: Readonly<Record<string, readonly string[]>> = {
      posts: ['created_at', 'last_activity_at', 'edited_at', 'updated_at'],
      comments: ['created_at', 'parent_created_at', 'accepted_at', 'edited_at', 'updated_at'],
      post_likes: ['created_at'],
      comment_likes: ['created_at'],
      point_transactions: ['created_at'],
      user_achievements: ['created_at', 'earned_at', 'updated_at'],
      user_statistics: ['last_active_on', 'updated_at'],
    };
    const older = Object.entries(times).map(
      ([table, columns]) =>
        `UPDATE ${table} SET ${columns.map((column) => `${column} = ${column} - interval '1 day'`).join(', ')}`,
    );
    await this.#past(older.join('; '));
  }

  /** Past every trigger and foreign key. */
  async #past(sql: string): Promise<void> {
    await this.#client.query(`BEGIN; SET LOCAL session_replication_role = replica; ${sql}; COMMIT`);
  }

  /** Calls a function of the database as the API does, in the community. */
  async #inCommunity(call: string, parameters: readonly unknown[]): Promise<void> {
    await this.#client.query('BEGIN');
    try {
      await this.#client.query('SELECT agora_set_community($1)', [ids.techcorp]);
      await this.#client.query(`SELECT ${call}`, [ids.techcorp, ...parameters]);
      await this.#client.query('COMMIT');
    } catch (error) {
      await this.#client.query('ROLLBACK');
      throw error;
    }
  }
}

/** SQL for how many days ago a time was. */
function ago(column: string): string {
  return `(now() AT TIME ZONE 'UTC')::date - (${column} AT TIME ZONE 'UTC')::date`;
}

function happened(status: number, body: string): boolean {
  if (status < 300) return true;
  if (refusals.includes(status)) return false;
  throw new Error(`Answered ${status}: ${body}`);
}
