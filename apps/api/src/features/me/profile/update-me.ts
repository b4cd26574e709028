import { z } from 'zod';
import { lockActor } from '../../../domain/acting/lock-actor.ts';
import { refusal } from '../../../domain/outcome.ts';
import { displayName } from '../../../domain/people.ts';
import { text } from '../../../domain/text.ts';
import { operation } from '../../../http/operation.ts';
import { editedVersion, ifMatchHeaders, tagWritten } from '../../../http/versions.ts';
import { assertNameOfMember } from './assert-name-of-member.ts';
import { currentUser, editedFields, profileVersion, readCurrentUser } from './current-user.ts';

/** Others' browsers fetch it, on pages that came encrypted: nothing but https, and no name or password in it. */
const avatar = z
  .url({ protocol: /^https$/, hostname: z.regexes.domain })
  .max(500)
  .refine((address) => !/^https:[\\/]*[^\\/?#]*@/i.test(address), 'must hold no name or password');

const profileEdit = z
  .strictObject({
    displayName: displayName.optional(),
    bio: text(1000).optional(),
    avatar: avatar
      .nullable()
      .optional()
      .describe('Address of a picture on the web; null: none. `PUT .../me/avatar` uploads one'),
  })
  .meta({ id: 'ProfileEdit', description: 'What changes of how others see you; your username stays' });

export const updateMe = operation({
  id: 'updateMe',
  method: 'PATCH',
  path: '/me',
  tag: 'accounts',
  summary: 'Change how others see you',
  login: 'required',
  headers: ifMatchHeaders,
  body: profileEdit,
  answers: { 200: currentUser },
  refusals: [412, 422, 428],
  async handle({ forum, community, viewer, body, request, reply }) {
    const version = editedVersion(request);
    const where = { communityId_id: { communityId: viewer.communityId, id: viewer.userId } };
    if (body.displayName !== undefined) await assertNameOfMember(forum, community, viewer, body.displayName);
    const edited = await forum.prismaTransaction(async (transaction, run) => {
      await lockActor(run, viewer, { least: 'MEMBER' });
      const before = await transaction.user.findUniqueOrThrow({ where, select: editedFields });
      if (profileVersion(before) !== version) throw refusal('request.precondition_failed');
      await transaction.user.update({ where, data: body, select: { id: true } });
      return readCurrentUser(transaction, viewer);
    });
    tagWritten(reply, edited);
    return edited;
  },
});
