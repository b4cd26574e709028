import { z } from 'zod';
import { uuid7 } from '../../database/uuid7.ts';
import { lockActor } from '../../domain/acting/lock-actor.ts';
import { noteAct } from '../../domain/acting/note-act.ts';
import { assertLooksNew } from '../../domain/names/same-look.ts';
import { refusal } from '../../domain/outcome.ts';
import { slug } from '../../domain/values.ts';
import { idempotencyHeaders, onceWithPrisma } from '../../http/idempotency/idempotency.ts';
import { operation } from '../../http/operation.ts';
import { tagWritten } from '../../http/versions.ts';
import { tag, tagColour, tagFields, tagName, tagOf, tagRefusals as refusals } from './tag.ts';

const newTag = z.strictObject({ slug, name: tagName, colour: tagColour }).meta({ id: 'NewTag' });

export const createTag = operation({
  id: 'createTag',
  method: 'POST',
  path: '/tags',
  tag: 'tags',
  summary: 'Make a tag (moderators)',
  login: 'required',
  headers: idempotencyHeaders,
  body: newTag,
  answers: { 201: tag },
  refusals: [409],
  async handle(asked) {
    const { viewer, community, body, reply } = asked;
    const { communityId } = viewer;
    const made = await onceWithPrisma(asked, async (transaction, run) => {
      await lockActor(run, viewer, { least: 'MODERATOR', refusals });
      const where = { communityId_slug: { communityId, slug: body.slug } };
      if ((await transaction.tag.findUnique({ where, select: { id: true } })) !== null) {
        throw refusal('conflict.duplicate', refusals);
      }
      const others = await transaction.tag.findMany({ where: { communityId }, select: { name: true } });
      await assertLooksNew(
        'tag',
        body.name,
        others.map(({ name }) => name),
      );
      const row = await transaction.tag.create({
        data: { ...body, communityId, id: uuid7() },
        select: tagFields,
      });
      await noteAct(transaction, viewer, { action: 'tag.create', targetId: row.id, details: body });
      return tagOf(row, 0);
    });
    tagWritten(reply, made);
    reply.header('location', `/c/${community.slug}/tags/${made.slug}`);
    return made;
  },
});
