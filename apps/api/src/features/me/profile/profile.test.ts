import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useForum } from '../../../testing/forum/forum.fixture.ts';
import { expectInvariants } from '../../../testing/forum/invariants.fixture.ts';
import { logIn, type Member } from '../../../testing/forum/member.fixture.ts';
import { currentUser } from './current-user.ts';
import { userProfile } from '../../../domain/profiles/profile.ts';

const forum = useForum();
let bob: Member;
beforeAll(async () => {
  bob = await logIn(forum, 'bob@example.com');
});
afterAll(() => expectInvariants(forum));

const tag = async () => String((await bob.ask('GET', '/me')).headers.etag);
const edit = async (change: object) => bob.ask('PATCH', '/me', change, { 'if-match': await tag() });
const seen = async () => userProfile.parse((await forum.app.inject('/c/techcorp/users/bob')).json());

describe('one’s own profile', () => {
  it('is changed in part, and others see it at once', async () => {
    const avatar = 'https://pictures.example/bob.png?size=96';
    const edited = await edit({ displayName: '  Bob Builder ', bio: 'I build.', avatar });
    expect(currentUser.parse(edited.json())).toMatchObject({
      displayName: 'Bob Builder',
      bio: 'I build.',
      avatar,
    });
    expect(await seen()).toMatchObject({ displayName: 'Bob Builder', bio: 'I build.', avatar });
    await edit({ bio: '' });
    expect(await seen()).toMatchObject({ displayName: 'Bob Builder', bio: '', avatar });
    await edit({ avatar: null });
    expect(await seen()).toMatchObject({ displayName: 'Bob Builder', avatar: null });
  });

  it('overwrites no change that was not seen, and goes on from its own', async () => {
    const before = await tag();
    const edited = await bob.ask('PATCH', '/me', { bio: 'One' }, { 'if-match': before });
    const late = await bob.ask('PATCH', '/me', { bio: 'Two' }, { 'if-match': before });
    expect([late.statusCode, late.json<{ code: string }>().code]).toEqual([
      412,
      'request.precondition_failed',
    ]);
    const after = String(edited.headers.etag);
    expect((await bob.ask('PATCH', '/me', { bio: 'Three' }, { 'if-match': after })).statusCode).toBe(200);
    expect((await bob.ask('PATCH', '/me', { bio: 'Four' })).statusCode).toBe(428);
    const version = await tag();
    const rivals = await Promise.all(
      ['Five', 'Six'].map((bio) => bob.ask('PATCH', '/me', { bio }, { 'if-match': version })),
    );
    expect(rivals.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([200, 412]);
  });

  it('may be edited though points came in meanwhile', async () => {
    const before = await tag();
    expect(
      (await bob.ask('POST', '/posts', { channel: 'general', title: 'Paid', body: 'x' })).statusCode,
    ).toBe(201);
    expect((await bob.ask('PATCH', '/me', { bio: 'Rich' }, { 'if-match': before })).statusCode).toBe(200);
    expect((await bob.ask('GET', '/me', undefined, { 'if-none-match': before })).statusCode).toBe(200);
    expect((await bob.ask('GET', '/me', undefined, { 'if-none-match': await tag() })).statusCode).toBe(304);
  });

  it('holds nothing else, and nothing beyond its limits', async () => {
    const refused = [
      { role: 'ADMIN' },
      { username: 'robert' },
      { points: 1_000_000 },
      { email: 'robert@example.com' },
      { displayName: ' ' },
      { displayName: 'x'.repeat(81) },
      { bio: 'x'.repeat(1001) },
      { avatar: 'javascript:alert(1)' },
      { avatar: 'http://pictures.example/bob.png' },
      { avatar: 'https://bob:secret@pictures.example/bob.png' },
      { avatar: `https://pictures.example/${'x'.repeat(500)}` },
    ];
    for (const change of refused) {
      expect([change, (await edit(change)).json<{ code: string }>().code]).toEqual([
        change,
        'request.invalid',
      ]);
    }
    expect((await edit({ displayName: 'Bob' })).statusCode).toBe(200);
    expect(await seen()).toMatchObject({ displayName: 'Bob', role: 'MEMBER' });
  });
});
