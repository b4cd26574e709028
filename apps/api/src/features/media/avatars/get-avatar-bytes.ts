import { z } from 'zod';
import { avatarAddress } from '@agora/db';
import { ApiError, found } from '../../../api-error.ts';
import { userKey } from '../../../domain/people.ts';
import { shownUser, userNamed } from '../../../domain/shown-users.ts';
import { operation } from '../../../http/operation.ts';
import { known } from '../../../http/versions.ts';
import { cid, documentPolicy, fileBytes, keptByEverybody } from '../medium-bytes.ts';
import { mostAvatarBytes, pictureFormat, pictureFormats } from './pictures.ts';

const content = Object.fromEntries(pictureFormats.map(({ mimeType }) => [mimeType, { schema: fileBytes }]));

export const getAvatarBytes = operation({
  id: 'getAvatarBytes',
  method: 'GET',
  path: '/users/:user/avatar/:cid',
  tag: 'media',
  summary: 'Get the bytes of an uploaded avatar, while it is the one of that user',
  params: { user: userKey, cid },
  answers: {
    200: { description: 'The picture', content },
    304: z.undefined().describe('You have it already'),
  },
  async handle({ forum, community, params, request, reply }, { media }) {
    const communityId = community.id;
    const shown = await forum.prisma.user.findFirst({
      where: { communityId, AND: [shownUser, userNamed(params.user)] },
      select: { id: true, avatar: true },
    });
    const named = shown !== null && shown.avatar === avatarAddress({ communityId, id: shown.id }, params.cid);
    found(named ? shown : undefined, 'avatar');
    const tag = `"${params.cid}"`;
    const caching = { etag: tag, 'cache-control': keptByEverybody };
    if (known(request.headers['if-none-match'], tag)) return reply.headers(caching).code(304).send();
    const bytes = await media.read(params.cid, mostAvatarBytes);
    const format = pictureFormat(bytes);
    if (format === undefined)
      throw new ApiError('media.corrupt', 'The stored bytes of this avatar are no picture.');
    return reply
      .headers({
        ...caching,
        'content-disposition': `inline; filename="${params.cid}.${format.extension}"`,
        'content-security-policy': documentPolicy,
        'content-type': format.mimeType,
      })
      .send(bytes);
  },
});
