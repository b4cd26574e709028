import { z } from 'zod';
import { uuid7 } from '../../database/uuid7.ts';
import { lockActor } from '../../domain/acting/lock-actor.ts';
import { noteAct } from '../../domain/acting/note-act.ts';
import { assertLooksNew } from '../../domain/names/same-look.ts';
import { refusal } from '../../domain/outcome.ts';
import { role } from '../../domain/people.ts';
import { slug } from '../../domain/values.ts';
import { idempotencyHeaders, onceWithPrisma } from '../../http/idempotency/idempotency.ts';
import { operation } from '../../http/operation.ts';
import { tagWritten } from '../../http/versions.ts';
import {
  channel,
  channelDescription,
  channelName,
  channelOf,
  channelPosition,
  channelRefusals as refusals,
} from './channel.ts';
import { channelsSql } from './channels.sql.ts';

const newChannel = z
  .strictObject({
    slug,
    name: channelName,
    description: channelDescription.default(''),
    position: channelPosition.optional().describe('Order in the list; the last without it'),
    postRole: role.default('MEMBER').describe('The least role that may open a post here'),
  })
  .meta({ id: 'NewChannel' });

export const createChannel = operation({
  id: 'createChannel',
  method: 'POST',
  path: '/channels',
  tag: 'channels',
  summary: 'Open a channel (administrators)',
  login: 'required',
  headers: idempotencyHeaders,
  body: newChannel,
  answers: { 201: channel },
  refusals: [409],
  async handle(asked) {
    const { viewer, community, body, reply } = asked;
    const { communityId } = viewer;
    const made = await onceWithPrisma(asked, async (transaction, run) => {
      await lockActor(run, viewer, { least: 'ADMIN', refusals });
      const where = { communityId_slug: { communityId, slug: body.slug } };
      if ((await transaction.channel.findUnique({ where })) !== null) {
        throw refusal('conflict.duplicate', refusals);
      }
      const others = await transaction.channel.findMany({ where: { communityId }, select: { name: true } });
      await assertLooksNew(
        'channel',
        body.name,
        others.map(({ name }) => name),
      );
      const { _max: last } = await transaction.channel.aggregate({
        where: { communityId },
        _max: { position: true },
      });
      const position = body.position ?? Math.min((last.position ?? -1) + 1, 32_767);
      const { id } = await transaction.channel.create({
        data: { ...body, communityId, id: uuid7(), position },
        select: { id: true },
      });
      const details = { slug: body.slug, postRole: body.postRole };
      await noteAct(transaction, viewer, { action: 'channel.create', targetId: id, details });
      const [row] = await run(channelsSql({ communityId, slug: body.slug }));
      return channelOf(row);
    });
    tagWritten(reply, made);
    reply.header('location', `/c/${community.slug}/channels/${made.slug}`);
    return made;
  },
});
