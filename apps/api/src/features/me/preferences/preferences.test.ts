import { beforeAll, describe, expect, it } from 'vitest';
import { ids } from '../../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';
import { preferences } from './preferences.ts';

const forum = useForum();
let bob: Member;
let carol: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
  carol = await logIn(forum, 'carol@example.com');
});

const read = async (member: Member) => {
  const answer = await member.ask('GET', '/me/preferences');
  return { tag: String(answer.headers.etag), ...preferences.parse(answer.json()) };
};
const edit = async (member: Member, change: object) =>
  member.ask('PATCH', '/me/preferences', change, { 'if-match': (await read(member)).tag });

describe('preferences', () => {
  it('are changed in part, by their owner alone', async () => {
    const others = await read(carol);
    const edited = await edit(bob, { locale: 'PT-br', timeZone: 'America/Sao_Paulo', theme: 'dark' });
    expect(preferences.parse(edited.json())).toMatchObject({
      locale: 'pt-BR',
      timeZone: 'America/Sao_Paulo',
      theme: 'dark',
      emailNotifications: true,
      digest: 'WEEKLY',
    });
    await edit(bob, { emailNotifications: false, digest: 'NEVER' });
    expect(await read(bob)).toMatchObject({ theme: 'dark', emailNotifications: false, digest: 'NEVER' });
    expect(await read(carol)).toEqual(others);
  });

  it('overwrite no change that was not seen', async () => {
    const { tag } = await read(bob);
    const answers = await Promise.all(
      ['light', 'system'].map((theme) => bob.ask('PATCH', '/me/preferences', { theme }, { 'if-match': tag })),
    );
    expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([200, 412]);
    expect((await bob.ask('PATCH', '/me/preferences', { theme: 'dark' })).statusCode).toBe(428);
    const next = String(answers.find((answer) => answer.statusCode === 200)?.headers.etag);
    expect(
      (await bob.ask('PATCH', '/me/preferences', { theme: 'dark' }, { 'if-match': next })).statusCode,
    ).toBe(200);
  });

  it('take nothing that is no language, zone, theme or rhythm', async () => {
    for (const change of [
      { locale: 'not a language' },
      { locale: '' },
      { timeZone: 'Europe/Atlantis' },
      { timeZone: '+01:00' },
      { theme: 'pink' },
      { digest: 'HOURLY' },
      { userId: ids.carol },
    ]) {
      const answer = await edit(bob, change);
      expect([change, answer.json<{ code: string }>().code]).toEqual([change, 'request.invalid']);
    }
  });

  it('are those of newcomers for who was imported without any', async () => {
    const newcomers = await read(carol);
    await forum.asOwner((client) =>
      client.query('DELETE FROM user_preferences WHERE user_id = $1', [ids.carol]),
    );
    const { tag, version, ...shown } = await read(carol);
    expect(version).toBe(0);
    expect(newcomers).toMatchObject(shown);
    const edited = await carol.ask('PATCH', '/me/preferences', { theme: 'dark' }, { 'if-match': tag });
    expect(preferences.parse(edited.json())).toMatchObject({ ...shown, theme: 'dark' });
    expect((await read(carol)).version).toBeGreaterThan(0);
  });
});
