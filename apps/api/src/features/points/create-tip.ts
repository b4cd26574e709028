import { z } from 'zod';
import { uuid7 } from '../../database/uuid7.ts';
import { accepted } from '../../domain/outcome.ts';
import { username } from '../../domain/people.ts';
import { id } from '../../domain/values.ts';
import { idempotencyHeaders, once } from '../../http/idempotency/idempotency.ts';
import { operation } from '../../http/operation.ts';
import { createTipSql } from './create-tip.sql.ts';

const tipRequest = z
  .strictObject({ to: username.describe('Username of who gets it'), amount: z.int().min(1).max(1_000_000) })
  .meta({ id: 'TipRequest' });

export const tip = z
  .object({ id, amount: z.int(), balance: z.int().describe('Your balance after it') })
  .meta({ id: 'Tip' });

export const createTip = operation({
  id: 'createTip',
  method: 'POST',
  path: '/tips',
  tag: 'points',
  summary: 'Give points of yours to another',
  description: 'Send an `Idempotency-Key`: then a retry after a lost answer gives nothing twice.',
  login: 'required',
  headers: idempotencyHeaders,
  body: tipRequest,
  answers: { 201: tip },
  refusals: [409],
  async handle(asked, { members }) {
    await members.take(asked, 'tips');
    return once(asked, async (forum) => {
      const { viewer, body } = asked;
      const tipId = uuid7();
      const row = await forum.one(
        createTipSql({ ...viewer, ...body, tipId, sentId: uuid7(), receivedId: uuid7(), noticeId: uuid7() }),
      );
      const { balance } = accepted(row, { 'resource.not_found': 'No such user.' });
      return { id: tipId, amount: body.amount, balance };
    });
  },
});
