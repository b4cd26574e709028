import type { Prisma } from '@agora/db';
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../api-error.ts';
import type { Viewer } from '../../auth/access-token.ts';
import type { Forum, PrismaWork, Statements } from '../../database/forum.ts';
import { answerOfKeySql } from './answer-of-key.sql.ts';
import { claimKeySql } from './claim-key.sql.ts';
import { keepAnswerSql } from './keep-answer.sql.ts';

/** Header of POSTs that may be sent again: draft-ietf-httpapi-idempotency-key-header. */
export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Your own name for this request: sent again, it is answered again and done once'),
});

/** Whose POST it is. */
interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly viewer: Viewer;
  readonly forum: Forum;
}

/**
 * Does the work of a POST, once for each `Idempotency-Key`. The key, the work and the answer are one transaction: a
 * crash leaves all of them or none. Without the header the work simply runs.
 * @param work what is done, with the statements that it is given. A refusal is thrown, and not kept
 * @returns what is answered with 201
 * @throws ApiError `request.idempotency_key_reused` when the key came with another request
 */
export async function once<Body>(
  asked: Asked,
  work: (statements: Statements) => Promise<Body>,
): Promise<Body> {
  const key = keyOf(asked.request);
  if (key === undefined) return work(asked.forum);
  const mine = { ...asked.viewer, ...key };
  return asked.forum.transaction(async (transaction) => {
    const claimed = await transaction.one(claimKeySql(mine));
    if (claimed === undefined) {
      const kept = await transaction.one(answerOfKeySql(mine));
      const response: unknown = JSON.parse(kept?.response ?? 'null');
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what this very operation answered before
      return replayed(asked.reply, mine, kept && { ...kept, response }) as Body;
    }
    const answer = await work(transaction);
    await transaction.run(keepAnswerSql({ ...mine, status: 201, response: JSON.stringify(answer) }));
    return answer;
  });
}

/** {@link once} for work with Prisma. */
export async function onceWithPrisma<Body extends object>(
  asked: Asked,
  work: PrismaWork<Body>,
): Promise<Body> {
  const given = keyOf(asked.request);
  if (given === undefined) return asked.forum.prismaTransaction(work);
  const { communityId, userId } = asked.viewer;
  const data = { communityId, userId, key: given.key, fingerprint: Uint8Array.from(given.fingerprint) };
  const where = { communityId_userId_key: { communityId, userId, key: given.key } };
  return asked.forum.prismaTransaction(async (transaction, run) => {
    // Waits for a rival with the same key, because both insert the same row.
    const { count } = await transaction.idempotencyKey.createMany({ data, skipDuplicates: true });
    if (count === 0) {
      const kept = await transaction.idempotencyKey.findUnique({ where });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what this very operation answered before
      return replayed(asked.reply, given, kept ?? undefined) as Body;
    }
    const answer = await work(transaction, run);
    const kept: Prisma.IdempotencyKeyUpdateInput = { status: 201, response: answer };
    await transaction.idempotencyKey.update({ where, data: kept, select: { key: true } });
    return answer;
  });
}

/** The key of a request, and what tells the request from others. */
interface Key {
  readonly key: string;
  /** SHA-256 of method, address and body. */
  readonly fingerprint: Buffer;
}

function keyOf({ headers, method, url, body }: FastifyRequest): Key | undefined {
  const key = headers['idempotency-key'];
  if (typeof key !== 'string') return undefined;
  const hash = createHash('sha256').update(`${method} ${url}\n${JSON.stringify(body)}`);
  return { key, fingerprint: hash.digest() };
}

/** What was answered before. */
function replayed(
  reply: FastifyReply,
  { fingerprint }: Key,
  kept: { readonly fingerprint: Uint8Array; readonly response: unknown } | undefined,
): unknown {
  if (kept === undefined || kept.response === null || !fingerprint.equals(kept.fingerprint)) {
    throw new ApiError('request.idempotency_key_reused', 'This key was used for another request.', {
      fix: 'Send a new key with every new request.',
    });
  }
  reply.header('idempotency-replayed', 'true');
  return kept.response;
}
