import { beforeAll, describe, expect, it } from 'vitest';
import { ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { logIn, type Member } from '../../testing/forum/member.fixture.ts';
import { imitationOf } from './imitation.ts';
import { asHandle } from './looks.ts';

const forum = useForum();
const community = { id: ids.techcorp, name: 'TechCorp Solutions', slug: 'techcorp' };
const fault = (wanted: { username?: string; displayName?: string; selfId?: string }) =>
  imitationOf(forum.database.for(ids.techcorp), community, wanted);

describe('names', () => {
  it.each([
    [
      'of the team',
      'admin moderator support staff techcorp adm1n 4dmin m0derator rnoderator admin_team the_admin admin42 techcorp_support mod a_d_m_i_n supp0rt',
    ],
    ['of a member', 'b0b bob_ car0l caro1'],
  ])('that imitate those %s are no usernames', async (_, names) => {
    for (const username of names.split(' '))
      expect([username, await fault({ username })]).toEqual([username, expect.any(String)]);
  });

  it.each([
    'Аdmin', // Cyrillic A
    'ＡＤＭＩＮ',
    '𝐀𝐝𝐦𝐢𝐧',
    'Ádmin',
    'Adm\u200Bin',
    'B\u00ADob',
    'Bоb', // Cyrillic o
    'TechCorp Support',
    'Ada Admin',
    'ada_admin',
    'Mo Derator',
    'Cаrol', // Cyrillic a
    'M0derator',
    'TechСorp', // Cyrillic C
    'Official',
    'SupportBob',
    'The Forum Team',
    'TechCorp Community Team',
    'The Forum',
    'The TechCorp Forum Community Team',
  ])('such as %s are shown of no member', async (displayName) => {
    expect(await fault({ displayName })).toEqual(expect.any(String));
  });

  it.each([
    'Bob Smith',
    'José',
    'Иван Петров',
    '李小龙',
    'Tanaka 太郎さん',
    'مُحَمَّد',
    'نرم‌افزار',
    'Ελένη',
    "O'Brien-Łukasiewicz",
    'Ada 👩‍💻',
    'Иван (Ivan)',
    'Modesty',
    'Theo Forumson',
    'Mothed', // not "Mod" with "the" amid it
    'Thea Team-Player',
    'Rooted',
    '김철수 Kim',
    'Helpful Hans',
    'π fan',
  ])('such as %s are', async (displayName) => {
    expect(await fault({ username: 'someone_new', displayName })).toBeUndefined();
  });

  it('may be the own ones, and of two people the same', async () => {
    expect(await fault({ displayName: 'Bоb'.replace('о', 'o'), selfId: ids.carol })).toBeUndefined();
    expect(await fault({ displayName: 'B0B', selfId: ids.bob })).toBeUndefined();
    expect(await fault({ username: 'bob' })).toBeUndefined();
  });

  it('look the same to the database', async () => {
    const names = ['rn_vv01', 'bob', 'arrn0vv_', 'www'];
    const { rows } = await forum.asOwner((client) =>
      client.query<{ looks: string }>('SELECT agora_lookalike(n) AS looks FROM unnest($1::text[]) n', [
        names,
      ]),
    );
    expect(rows.map((row) => row.looks)).toEqual(names.map(asHandle));
  });
});

describe('who takes a name', () => {
  let carol: Member;
  beforeAll(async () => {
    carol = await logIn(forum, 'carol@example.com');
  });

  it('is told at once', async () => {
    const answer = await forum.app.inject({
      method: 'POST',
      url: '/c/techcorp/auth/register',
      payload: {
        email: 'eve@example.com',
        username: 'b0b',
        displayName: 'Eve',
        password: 'tr0ub4dor and staple',
      },
    });
    expect(answer.json()).toMatchObject({
      code: 'name.imitates',
      detail: 'The name could be taken for that of @bob.',
    });
    const { version } = (await carol.ask('GET', '/me')).json<{ version: number }>();
    const rename = (displayName: string) =>
      carol.ask('PATCH', '/me', { displayName }, { 'if-match': `"${version}"` });
    expect((await rename('Ada Admin')).json()).toMatchObject({ code: 'name.imitates' });
    expect((await rename('Carol the Kind')).statusCode).toBe(200);
  });
});
