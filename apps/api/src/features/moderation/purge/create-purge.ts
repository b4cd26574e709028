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
import { type PurgeTarget, splitCopies } from './split-copies.ts';
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
    'What it said goes for good: text, revisions, media, kept answers, and copies of it on reports, or in a post that a comment was split off to. That it went stays, ' +
    'with when, by whom and why. The bytes of media that no other post has go with the next `agora media collect`. ' +
    'A person that was cut short is gone on with by sending it again.',
  login: 'required',
  body: newPurge,
  answers: { 201: purge },
  refusals: [409],
  async handle({ forum, viewer, request, body: { kind, target: targetId, reason } }, { config, providers }) {
    const { communityId, userId: adminId } = viewer;
    const purgeOne = (purgeId: string, target: PurgeTarget): Promise<string> =>
      forum.prismaTransaction(async (transaction, run) => {
        await hideTarget(transaction, run, viewer, target);
        const [row] = await run(purgeSql({ communityId, purgeId, ...target, adminId, reason }));
        accepted(row);
        const details = { purge: purgeId, kind: target.kind, reason };
        const act = { action: 'purge.create', targetId: target.targetId, details };
        return noteAct(transaction, viewer, act);
      });
    // Ahead of the target: sent again after it was cut short, it finds them again.
    for (const copy of await splitCopies(forum, communityId, { kind, targetId }))
      await purgeOne(uuid7(), copy);
    const purgeId = uuid7();
    const entryId = await purgeOne(purgeId, { kind, targetId });
    if (kind === 'PERSON') {
      const linked = await purgePerson(forum, viewer, { userId: targetId, purgeId, entryId });
      for (const tokens of linked) revokeTokens({ config, providers, log: request.log }, tokens);
    }
    const where = { communityId_id: { communityId, id: purgeId } };
    return purgeOf(await forum.prisma.purge.findUniqueOrThrow({ where, select: purgeFields }));
  },
});
