import { z } from 'zod';
import { found } from '../../api-error.ts';
import { lockActor } from '../../domain/acting/lock-actor.ts';
import { noteAct } from '../../domain/acting/note-act.ts';
import { assertLooksNew } from '../../domain/names/same-look.ts';
import { refusal } from '../../domain/outcome.ts';
import { role } from '../../domain/people.ts';
import { slug } from '../../domain/values.ts';
import { versionAfter, versionOf } from '../../domain/version.ts';
import { operation } from '../../http/operation.ts';
import { editedVersion, ifMatchHeaders, tagWritten } from '../../http/versions.ts';
import {
  channel,
  channelDescription,
  channelName,
  channelOf,
  channelPosition,
  channelRefusals as refusals,
} from './channel.ts';
import { channelsSql } from './channels.sql.ts';

const channelEdit = z
  .strictObject({
    name: channelName.optional(),
    description: channelDescription.optional(),
    position: channelPosition.optional(),
    postRole: role.optional(),
  })
  .meta({ id: 'ChannelEdit', description: 'What changes of a channel; its slug is in addresses, and stays' });

export const updateChannel = operation({
  id: 'updateChannel',
  method: 'PATCH',
  path: '/channels/:channel',
  tag: 'channels',
  summary: 'Change a channel, or who may post in it (administrators)',
  login: 'required',
  params: { channel: slug },
  headers: ifMatchHeaders,
  body: channelEdit,
  answers: { 200: channel },
  refusals: [409, 412, 428],
  async handle({ forum, viewer, params, body, request, reply }) {
    const { communityId } = viewer;
    const version = editedVersion(request);
    const edited = await forum.prismaTransaction(async (transaction, run) => {
      await lockActor(run, viewer, { least: 'ADMIN', refusals });
      const where = { communityId_slug: { communityId, slug: params.channel } };
      const { id, updatedAt } = found(
        (await transaction.channel.findUnique({ where, select: { id: true, updatedAt: true } })) ?? undefined,
        'channel',
      );
      if (versionOf(updatedAt) !== version) throw refusal('request.precondition_failed');
      if (body.name !== undefined) {
        const where = { communityId, id: { not: id } };
        const others = await transaction.channel.findMany({ where, select: { name: true } });
        await assertLooksNew(
          'channel',
          body.name,
          others.map(({ name }) => name),
        );
      }
      const { count } = await transaction.channel.updateMany({
        where: { communityId, id, updatedAt },
        data: { ...body, updatedAt: versionAfter(updatedAt) },
      });
      // Somebody else was faster.
      if (count === 0) throw refusal('request.precondition_failed');
      await noteAct(transaction, viewer, { action: 'channel.edit', targetId: id, details: body });
      const [row] = await run(channelsSql({ communityId, slug: params.channel }));
      return channelOf(row);
    });
    tagWritten(reply, edited);
    return edited;
  },
});
