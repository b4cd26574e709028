import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Forum } from '../../database/forum.ts';
import { exportOf } from './export-of.ts';

/** What a person's data is answered as. */
export const exported = {
  description: 'All that the forum keeps of you, but for secrets',
  content: {
    'application/json': {
      schema: z
        .looseObject({
          exportedAt: z.iso.datetime(),
          account: z.looseObject({ id: z.guid(), username: z.string() }),
        })
        .meta({ id: 'PersonExport' }),
    },
  },
} as const;

/** Sends a person's data while it is read. */
export function sendExport(
  reply: FastifyReply,
  forum: Forum,
  who: { readonly communityId: string; readonly userId: string },
): FastifyReply {
  return reply
    .headers({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="my-data.json"',
      'cache-control': 'no-store',
    })
    .send(exportOf(forum, who));
}
