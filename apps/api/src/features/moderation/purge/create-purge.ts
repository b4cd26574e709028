import { z } from 'zod';
import { uuid7 } from '../../../database/uuid7.ts';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { accepted } from '../../../domain/outcome.ts';
import { writtenText } from '../../../domain/text.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { revokeTokens } from '../../../oauth/revoke-tokens.ts';
import { hideTarget } from './hide-target.ts';
import { purge, purgeFields, purgeKind, purgeOf } from './purge.ts';
import { purgeSql } from './purge.sql.ts';
import { purgePerson } from './purge-person.ts';

const newPurge = z
  .strictObject({
    kind: purgeKind,
    target: id.describe('Of the post, comment, revision or user'),
    reason: writtenText(1000).describe('Why the law wants it; it stays'),
  })
  .meta({ id: 'NewPurge' });

/** Cannot be undone. Of what was purged stays its place, so that what others wrote stays where it is. */
export const createPurge = operation({
  id: 'createPurge',
  method: 'POST',
  path: '/purges',
  tag: 'moderation',
  summary: 'Purge a post, a comment, a revision, or all of a person, for the law (administrators)',
  description:
    'What it said goes for good: text, revisions, media, kept answers, and copies of it on reports. That it went stays, ' +
    'with when, by whom and why. The bytes of media that no other post has go with the next `agora media collect`. ' +
    'A person that was cut short is gone on with by sending it again.',
  login: 'required',
  body: newPurge,
  answers: { 201: purge },
  refusals: [409],
  async handle({ forum, viewer, request, body: { kind, target: targetId, reason } }, { config, providers }) {
    const { communityId, userId: adminId } = viewer;
    const purgeId = uuid7();
    const entryId = await forum.prismaTransaction(async (transaction, run) => {
      await hideTarget(transaction, run, viewer, { kind, targetId });
      const [row] = await run(purgeSql({ communityId, purgeId, kind, targetId, adminId, reason }));
      accepted(row);
      const details = { purge: purgeId, kind, reason };
      return noteAct(transaction, viewer, { action: 'purge.create', targetId, details });
    });
    if (kind === 'PERSON') {
      const linked = await purgePerson(forum, viewer, { userId: targetId, purgeId, entryId });
      for (const tokens of linked) revokeTokens({ config, providers, log: request.log }, tokens);
    }
    const where = { communityId_id: { communityId, id: purgeId } };
    return purgeOf(await forum.prisma.purge.findUniqueOrThrow({ where, select: purgeFields }));
  },
});
