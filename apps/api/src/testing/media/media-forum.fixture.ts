import path from 'node:path';
import { beforeAll } from 'vitest';
import { type Forum, useForum } from '../forum/forum.fixture.ts';
import { logIn, type Member } from '../forum/member.fixture.ts';

/** A forum whose media lie in a folder, and those who give it some. */
export interface MediaForum {
  readonly forum: Forum;
  readonly bob: Member;
  readonly carol: Member;
  readonly moderator: Member;
  /** Sends a file to a post; `query` begins with a question mark. */
  attach(
    who: Member,
    post: string,
    bytes: Buffer,
    query?: string,
    headers?: Record<string, string>,
  ): ReturnType<Member['ask']>;
  /** Asks as nobody, for an address below that of the community. */
  get(address: string, headers?: Record<string, string>): ReturnType<Member['ask']>;
  /** Opens a post. @returns its id */
  newPost(who: Member, status?: string): Promise<string>;
  readonly folder: string;
  /** Path of the bytes of a content id. */
  stored(cid: string): string;
}

/** What bytes are sent as when it does not matter. */
export const bin = { 'content-type': 'application/octet-stream' };

/** Registers one for the tests of a file, with small limits. */
export function useMediaForum(): MediaForum {
  const forum = useForum({ MEDIA_LIMIT_BYTES: '100000', MEDIA_QUOTA_BYTES: '400000' });
  const members = new Map<string, Member>();
  beforeAll(async () => {
    for (const email of ['bob@example.com', 'carol@example.com', 'moderator@forum.com'])
      members.set(email, await logIn(forum, email));
  });
  const member = (email: string): Member => {
    const found = members.get(email);
    if (found === undefined) throw new Error('Members are there inside tests only.');
    return found;
  };
  return {
    forum,
    get bob() {
      return member('bob@example.com');
    },
    get carol() {
      return member('carol@example.com');
    },
    get moderator() {
      return member('moderator@forum.com');
    },
    attach: (who, post, bytes, query = '', headers = bin) =>
      who.ask('POST', `/posts/${post}/media${query}`, bytes, headers),
    get: (address, headers = {}) => forum.app.inject({ url: `/c/techcorp${address}`, headers }),
    newPost: async (who, status = 'PUBLISHED') => {
      const post = { channel: 'general', title: 'With a picture', body: 'See.', status };
      return (await who.ask('POST', '/posts', post)).json<{ id: string }>().id;
    },
    get folder() {
      const { store } = forum.config.media;
      if (store.kind !== 'folder') throw new TypeError('tests use a folder');
      return store.folder;
    },
    stored(cid) {
      return path.join(this.folder, cid.slice(-2), cid);
    },
  };
}
