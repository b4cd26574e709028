import type { Client } from '@agora/postgres';

/** Fixed ids of the two communities that the tests of the database's own rules work in. */
export const [here, elsewhere] = [
  '11111111-1111-1111-1111-111111111111',
  '22222222-2222-2222-2222-222222222222',
] as const;

/** A uuid that says which one it is. */
export const id = (number: number): string => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** The path of a comment whose ancestors, and itself last, have these ids. */
export const pathOf = (...ids: string[]): Buffer => Buffer.from(ids.join('').replaceAll('-', ''), 'hex');

/** Two communities with one channel and two users each, and two posts (10, 11) by the first user of the first. */
export async function insertForum(client: Client): Promise<void> {
  await client.query(`
    INSERT INTO communities (id, slug, name) VALUES ('${here}', 'here', 'Here'), ('${elsewhere}', 'elsewhere', 'Elsewhere');
    INSERT INTO users (community_id, id, email, username, display_name, password_hash)
      SELECT c.id, ('01900000-0000-7000-8000-00000000000' || n)::uuid, n || '@example.com', 'user_' || n, 'User', 'x'
      FROM communities c, generate_series(1, 2) n;
    INSERT INTO channels (community_id, id, slug, name)
      SELECT id, '${id(3)}', 'general', 'General' FROM communities;
    INSERT INTO posts (community_id, id, channel_id, author_id, title, body, status)
      VALUES ('${here}', '${id(10)}', '${id(3)}', '${id(1)}', 'A question about migrations', 'How do I go back?', 'PUBLISHED'),
             ('${here}', '${id(11)}', '${id(3)}', '${id(1)}', 'Another', 'Text', 'PUBLISHED')`);
}
