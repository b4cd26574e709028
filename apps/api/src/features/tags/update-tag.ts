import { z } from 'zod';
import { found } from '../../api-error.ts';
import { lockActor } from '../../domain/acting/lock-actor.ts';
import { noteAct } from '../../domain/acting/note-act.ts';
import { assertLooksNew } from '../../domain/names/same-look.ts';
import { refusal } from '../../domain/outcome.ts';
import { slug } from '../../domain/values.ts';
import { versionAfter, versionOf } from '../../domain/version.ts';
import { operation } from '../../http/operation.ts';
import { editedVersion, ifMatchHeaders, tagWritten } from '../../http/versions.ts';
import { readTag, tag, tagColour, tagFields, tagName, tagRefusals as refusals } from './tag.ts';

const tagEdit = z
  .strictObject({ name: tagName.optional(), colour: tagColour.optional() })
  .meta({ id: 'TagEdit', description: 'What changes of a tag; its slug is in addresses, and stays' });

export const updateTag = operation({
  id: 'updateTag',
  method: 'PATCH',
  path: '/tags/:tag',
  tag: 'tags',
  summary: 'Rename a tag, or give it another colour (moderators)',
  login: 'required',
  params: { tag: slug },
  headers: ifMatchHeaders,
  body: tagEdit,
  answers: { 200: tag },
  refusals: [409, 412, 428],
  async handle({ forum, viewer, params, body, request, reply }) {
    const { communityId } = viewer;
    const version = editedVersion(request);
    const edited = await forum.prismaTransaction(async (transaction, run) => {
      await lockActor(run, viewer, { least: 'MODERATOR', refusals });
      const where = { communityId_slug: { communityId, slug: params.tag } };
      const row = await transaction.tag.findUnique({ where, select: tagFields });
      const { id, updatedAt } = found(row ?? undefined, 'tag');
      if (versionOf(updatedAt) !== version) throw refusal('request.precondition_failed');
      if (body.name !== undefined) {
        const where = { communityId, id: { not: id } };
        const others = await transaction.tag.findMany({ where, select: { name: true } });
        await assertLooksNew(
          'tag',
          body.name,
          others.map(({ name }) => name),
        );
      }
      const { count } = await transaction.tag.updateMany({
        where: { communityId, id, updatedAt },
        data: { ...body, updatedAt: versionAfter(updatedAt) },
      });
      // Somebody else was faster.
      if (count === 0) throw refusal('request.precondition_failed');
      const details = { slug: params.tag, ...body };
      await noteAct(transaction, viewer, { action: 'tag.edit', targetId: id, details });
      return found(await readTag(transaction, communityId, params.tag), 'tag');
    });
    tagWritten(reply, edited);
    return edited;
  },
});
