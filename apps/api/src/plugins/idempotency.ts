import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';
import type { Database } from '../database/database.ts';
import type { Runner } from '../database/runner.ts';
import { call, statement } from '../database/statement.ts';
import { requireViewer } from './viewer.ts';

/** Header of POSTs that may be sent again: draft-ietf-httpapi-idempotency-key-header. */
export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Your own name for this request: sent again, it is answered again and done once'),
});

/** Waits for a rival with the same key, because both insert the same row; no answer: the key is new. */
const claimKey = statement<
  [communityId: string, userId: string, key: string, fingerprint: Uint8Array],
  { claimed: true }
>(
  'claim_idempotency_key',
  `INSERT INTO idempotency_keys (community_id, user_id, key, fingerprint) VALUES ($1, $2, $3, $4)
   ON CONFLICT DO NOTHING RETURNING json_build_object('claimed', true)`,
);

const answerOfKey = statement<
  [communityId: string, userId: string, key: string, fingerprint: Uint8Array],
  { same: boolean; status: number; response: unknown }
>(
  'answer_of_idempotency_key',
  `SELECT json_build_object('same', fingerprint = $4, 'status', status, 'response', response)
   FROM idempotency_keys WHERE community_id = $1 AND user_id = $2 AND key = $3`,
);

const keepAnswer = statement<
  [communityId: string, userId: string, key: string, status: number, response: string],
  never
>(
  'keep_idempotent_answer',
  'UPDATE idempotency_keys SET status = $4, response = $5::jsonb WHERE community_id = $1 AND user_id = $2 AND key = $3',
);

/** What an action answers. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/**
 * Does the work of a POST, once for each `Idempotency-Key`. The key, the work and the answer are one transaction: a
 * crash leaves all of them or none. Without the header the work simply runs.
 * @param work what is done; its statements go through the runner it is given. A refusal is thrown, and not kept
 * @throws ApiError `request.idempotency_key_reused` when the key came with another request
 */
export async function once<Body>(
  database: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (runner: Runner) => Promise<Answer<Body>>,
): Promise<Answer<Body>> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return work(database);
  const viewer = requireViewer(request);
  const { communityId, userId } = viewer;
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body)}`)
    .digest();
  return database.session(async (session) => {
    const claimed = await session.one(viewer, call(claimKey, communityId, userId, key, fingerprint));
    if (claimed === undefined) {
      const kept = await session.one(viewer, call(answerOfKey, communityId, userId, key, fingerprint));
      if (kept === undefined || !kept.same) {
        throw new ApiError('request.idempotency_key_reused', 'This key was used for another request.', {
          fix: 'Send a new key with every new request.',
        });
      }
      reply.header('idempotency-replayed', 'true');
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what this very route answered before
      return { status: kept.status, body: kept.response as Body };
    }
    const answer = await work(session);
    const text = JSON.stringify(answer.body);
    await session.run(viewer, call(keepAnswer, communityId, userId, key, answer.status, text));
    return answer;
  });
}
