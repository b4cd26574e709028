import { z } from 'zod';
import { found } from '../../api-error.ts';
import { slug } from '../../domain/values.ts';
import { operation } from '../../http/operation.ts';
import { tagShown } from '../../http/versions.ts';
import { readTag, tag } from './tag.ts';

export const getTag = operation({
  id: 'getTag',
  method: 'GET',
  path: '/tags/:tag',
  tag: 'tags',
  summary: 'Read a tag',
  params: { tag: slug },
  answers: { 200: tag, 304: z.undefined().describe('You have it already') },
  async handle({ forum, community, params, request, reply }) {
    const shown = found(await readTag(forum.prisma, community.id, params.tag), 'tag');
    const tagged = { version: shown.version, content: JSON.stringify(shown), complete: true };
    return tagShown(request, reply, tagged) ? reply.code(304).send() : shown;
  },
});
