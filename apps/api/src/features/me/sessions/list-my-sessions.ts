import { z } from 'zod';
import { id, time } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { sessionsOfSql } from './sessions-of.sql.ts';

export const sessionList = z
  .object({
    items: z.array(
      z.object({
        id,
        current: z.boolean().describe('Whether the access token of this request belongs to it'),
        device: z
          .string()
          .nullable()
          .describe('What it was last used on, such as `Firefox on Windows`; null when it did not say'),
        startedAt: time.describe('When you logged in'),
        lastUsedAt: time.describe('When it last got new tokens'),
        expiresAt: time.describe('When it ends unless it gets new tokens before'),
      }),
    ),
  })
  .meta({ id: 'SessionList' });

export const listMySessions = operation({
  id: 'listMySessions',
  method: 'GET',
  path: '/me/sessions',
  tag: 'accounts',
  summary: 'List where you are logged in',
  description:
    'The hundred sessions used last, the latest first. Of a device is kept what it calls itself, in a few words, and ' +
    'no address; both go with the session. POST .../auth/logout-everywhere ends all.',
  login: 'required',
  answers: { 200: sessionList },
  async handle({ forum, viewer }) {
    const [sessions] = await forum.run(sessionsOfSql(viewer));
    return {
      items: sessions.map(({ startedAt, lastUsedAt, expiresAt, ...session }) => ({
        ...session,
        current: session.id === viewer.sessionId,
        startedAt: startedAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      })),
    };
  },
});
