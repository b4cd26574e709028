import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { id } from '../../../domain/values.ts';
import { post } from '../../../features/posts/page/post.ts';
import type { FormPage } from '../../forms/form-page.ts';
import { withFlash } from '../../forms/way-back.ts';
import { html } from '../../markup/html.ts';
import { readerPaths, withQuery } from '../../markup/paths.ts';
import { channelField, tagsField } from '../writing/post-fields.ts';
import { reasonField } from './reason-field.ts';
import { slowField, slowSecondsOf } from './slow.ts';

const summary = post.pick({
  title: true,
  status: true,
  pinned: true,
  tags: true,
  channel: true,
  locked: true,
  slowSeconds: true,
});

/** Hides, shows, archives, pins, moves, retags, locks or slows a post. */
export const moderatePost: FormPage = {
  path: '/posts/:post/moderation',
  login: 'required',
  params: { post: id },
  show: async (visit) => {
    const now = summary.parse(await visit.ask({ method: 'GET', path: `/posts/${visit.param('post')}` }));
    return {
      title: 'Moderate a post',
      lead: now.title,
      fields: [
        {
          name: 'status',
          label: 'The post is',
          kind: 'choice',
          value: now.status,
          choices: [
            { value: 'PUBLISHED', text: 'Shown' },
            { value: 'HIDDEN', text: 'Hidden: its author and moderators see it' },
            { value: 'ARCHIVED', text: 'Archived: it takes no more replies and likes' },
          ],
        },
        { name: 'pinned', label: 'Pinned above its channel', kind: 'box', value: now.pinned ? 'yes' : '' },
        { ...(await channelField(visit)), value: now.channel.slug },
        await tagsField(visit, now.tags),
        {
          name: 'locked',
          label: 'Locked: only moderators reply',
          kind: 'box',
          value: now.locked ? 'yes' : '',
        },
        slowField(now.slowSeconds),
        reasonField,
      ],
      submit: [{ text: 'Do it' }],
      below: html`<p>
          <a href="${readerPaths.slowChannel(visit.community, now.channel.slug)}"
            >Slow down all of ${now.channel.name}</a
          >
        </p>
        <p>
          <a href="${readerPaths.mergePost(visit.community, visit.param('post'))}"
            >Merge it into an older post</a
          >
        </p>
        <p>
          <a
            href="${withQuery(readerPaths.purge(visit.community), { kind: 'POST', target: visit.param('post') })}"
            >Purge it for the law</a
          >, as an administrator
        </p>`,
    };
  },
  call: ({ form, param }) => ({
    method: 'PUT',
    path: `/posts/${param('post')}/moderation`,
    body: {
      status: form.text('status'),
      pinned: form.has('pinned'),
      channel: form.optional('channel'),
      tags: form.all('tags'),
      locked: form.has('locked'),
      slowSeconds: slowSecondsOf(form),
      reason: form.text('reason'),
    },
  }),
  done: ({ community, param }) => withFlash(readerPaths.post(community, param('post')), 'moderated'),
};

/** Hides or shows a reply. */
export const moderateComment: FormPage = {
  path: '/comments/:comment/moderation',
  login: 'required',
  params: { comment: id },
  show: async ({ request, dependencies, param, community }) => {
    const row = await dependencies.database.for(request.scope).prisma.comment.findFirst({
      where: { communityId: request.community.id, id: z.guid().parse(param('comment')) },
      select: { status: true },
    });
    return {
      title: 'Moderate a reply',
      lead: html`It is <a href="${readerPaths.comment(community, param('comment'))}">this one</a>.`,
      fields: [
        {
          name: 'status',
          label: 'The reply is',
          kind: 'choice',
          value: found(row ?? undefined, 'reply').status,
          choices: [
            { value: 'PUBLISHED', text: 'Shown' },
            { value: 'HIDDEN', text: 'Hidden' },
          ],
        },
        reasonField,
      ],
      submit: [{ text: 'Do it' }],
      below: html`<p>
          <a href="${readerPaths.splitComment(community, param('comment'))}">Make it a post of its own</a>
        </p>
        <p>
          <a href="${withQuery(readerPaths.purge(community), { kind: 'COMMENT', target: param('comment') })}"
            >Purge it for the law</a
          >, as an administrator
        </p>`,
    };
  },
  call: ({ form, param }) => ({
    method: 'PUT',
    path: `/comments/${param('comment')}/moderation`,
    body: { status: form.text('status'), reason: form.text('reason') },
  }),
  done: ({ community, param }) => withFlash(readerPaths.comment(community, param('comment')), 'moderated'),
};
