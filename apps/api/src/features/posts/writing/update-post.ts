import { z } from 'zod';
import { found } from '../../../api-error.ts';
import type { Statements } from '../../../database/forum.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { markdown } from '../../../domain/content.ts';
import { holdPostSql } from '../../../domain/holds/hold-post.sql.ts';
import { holdReason } from '../../../domain/holds/hold-reason.ts';
import { noticesOf } from '../../../domain/member-limits/mentions.ts';
import { accepted } from '../../../domain/outcome.ts';
import { ledgerIds } from '../../../domain/standing/ledger-ids.ts';
import { recountStatisticsSql } from '../../../domain/standing/recount-statistics.sql.ts';
import { refreshAchievementsSql } from '../../../domain/standing/refresh-achievements.sql.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { editedVersion, ifMatchHeaders, tagWritten } from '../../../http/versions.ts';
import { type Post, post, readPost } from '../page/post.ts';
import { postPageSql } from '../page/post-page.sql.ts';
import { fittingPage, wholePage } from '../page/thread-page.ts';
import { tagSlugs, title } from './post-parts.ts';
import { renewBelongingsSql } from './renew-belongings.sql.ts';
import { tellMentionedSql } from '../../../domain/threads/tell-mentioned.sql.ts';
import { updatePostSql } from './update-post.sql.ts';

const postEdit = z
  .strictObject({
    title: title.optional(),
    body: markdown.optional(),
    tags: tagSlugs.optional(),
    status: z.enum(['PUBLISHED', 'ARCHIVED']).optional().describe('Publishes a draft, or archives a post'),
  })
  .meta({ id: 'PostEdit' });

export const updatePost = operation({
  id: 'updatePost',
  method: 'PATCH',
  path: '/posts/:post',
  tag: 'posts',
  summary: 'Edit your post, publish your draft, or archive your post',
  login: 'required',
  params: { post: id },
  headers: ifMatchHeaders,
  body: postEdit,
  answers: { 200: post },
  refusals: [409, 412, 428],
  async handle(asked, { members, markdown: rendering }) {
    const { forum, viewer, params, body: edit, request, reply } = asked;
    await members.take(asked, 'edits', edit.body);
    const html = edit.body === undefined ? null : await rendering.toStore(edit.body);
    const mine = { ...viewer, postId: params.post, viewerId: viewer.userId, ...wholePage };
    const { title: newTitle = null, body: newBody = null, status = null, tags = null } = edit;
    const wanted = {
      ...mine,
      title: newTitle,
      body: newBody,
      html,
      status,
      tags,
      version: editedVersion(request),
    };
    let published = false;
    const work = async (within: Statements) => {
      const [[row], , , [written]] = await within.run(
        updatePostSql({ ...wanted, revisionId: uuid7(), entryId: uuid7() }),
        renewBelongingsSql(mine),
        refreshAchievementsSql({ ...mine, entryIds: ledgerIds() }),
        postPageSql(mine),
      );
      accepted(row, {
        'auth.forbidden': 'Only authors edit.',
        'post.closed': 'A hidden or archived post is not edited, and a draft not archived.',
      });
      published = row?.published === true;
      return readPost(await fittingPage(within, mine, found(written, 'post')));
    };
    // What a draft says is known when it has been read, and whom it mentions is told with its publication or not at all.
    const publish = async (within: Statements) => {
      const made = await work(within);
      if (published) await within.run(tellMentionedSql({ ...mine, ...noticesOf(made.body) }));
      return made;
    };
    // What is archived no longer counts, nor does its day if nothing else was published on it.
    const archive = async (within: Statements) => {
      const made = await work(within);
      await within.run(
        recountStatisticsSql(mine),
        refreshAchievementsSql({ ...mine, entryIds: ledgerIds() }),
      );
      return made;
    };
    // What a newcomer puts in afterwards is looked at, too.
    const hold = async (within: Statements, made: Post) => {
      const reason =
        made.status === 'PUBLISHED'
          ? await holdReason(within, members, { ...mine, title: made.title, body: made.body })
          : null;
      if (reason === null) return made;
      await within.run(
        holdPostSql({ ...mine, reason }),
        recountStatisticsSql(mine),
        refreshAchievementsSql({ ...mine, entryIds: ledgerIds() }),
      );
      return { ...made, status: 'HIDDEN' as const };
    };
    const write = status === 'PUBLISHED' ? publish : status === 'ARCHIVED' ? archive : work;
    const edited =
      status === null && newTitle === null && newBody === null
        ? await work(forum)
        : await forum.transaction(async (within) => hold(within, await write(within)));
    tagWritten(reply, edited);
    return edited;
  },
});
