import type { LightMyRequestResponse as Response } from 'fastify';
import { tokens } from '../../domain/sessions/tokens.ts';
import { password } from './forum-rows.fixture.ts';
import type { Forum } from './forum.fixture.ts';

/** Someone logged in, and what they can ask. */
export interface Member {
  readonly token: string;
  ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    payload?: object,
    headers?: Record<string, string>,
  ): Promise<Response>;
}

/** Logs a user of the fixture in; paths are below the community's address. */
export async function logIn(forum: Forum, email: string, community = 'techcorp'): Promise<Member> {
  const answer = await forum.app.inject({
    method: 'POST',
    url: `/c/${community}/auth/login`,
    payload: { email, password },
  });
  return memberOf(forum, tokens.parse(answer.json()).accessToken, community);
}

/** Who holds an access token. */
export function memberOf(forum: Forum, token: string, community = 'techcorp'): Member {
  const base = `/c/${community}`;
  return {
    token,
    ask: (method, path, payload, headers = {}) =>
      forum.app.inject({
        method,
        url: base + path,
        headers: { authorization: `Bearer ${token}`, ...headers },
        ...(payload === undefined ? {} : { payload }),
      }),
  };
}
