import { z } from 'zod';
import { id, nothing } from '../../domain/values.ts';
import { operation } from '../../http/operation.ts';
import { markReadSql } from './mark-read.sql.ts';

const readRequest = z
  .strictObject({ upTo: id.describe('Marks this notification and all before it as read') })
  .meta({ id: 'ReadRequest' });

/** Ids are made in order of time, so that all before one are a range of them. */
export const markNotificationsRead = operation({
  id: 'markNotificationsRead',
  method: 'POST',
  path: '/me/notifications/read',
  tag: 'notifications',
  summary: 'Mark notifications as read',
  login: 'required',
  body: readRequest,
  answers: { 204: nothing },
  async handle({ forum, viewer, body }) {
    await forum.run(markReadSql({ ...viewer, ...body }));
  },
});
