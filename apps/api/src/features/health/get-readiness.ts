import { z } from 'zod';
import { ApiError } from '../../api-error.ts';
import { siteOperation } from '../../http/operation.ts';

/** A replica further behind shows too old a forum. */
const mostReplicationLagMs = 30_000;

const readiness = z
  .object({
    status: z.literal('ok'),
    database: z.object({ answersInMs: z.number() }),
    migrations: z.object({ state: z.enum(['ok', 'pending', 'failed', 'unknown']), message: z.string() }),
    schema: z.object({
      migration: z.string().nullable().describe('The last migration that this build knows'),
      ahead: z.array(z.string()).describe('What the database has beyond it, marked compatible'),
    }),
    replicationLagMs: z.number().nullable().describe('How far a replica is behind; null on a primary'),
  })
  .meta({ id: 'Readiness' });

export const getReadiness = siteOperation({
  id: 'getReadiness',
  method: 'GET',
  path: '/health/ready',
  tag: 'operations',
  summary:
    'Whether requests can be served: the database answers, has its migrations and is not far behind, and the process stays',
  quiet: true,
  answers: { 200: readiness },
  refusals: [503],
  async handle(_asked, { readiness: probe, leaving }) {
    const headers = { 'retry-after': '1' };
    if (leaving.aborted) {
      throw new ApiError('server.unavailable', 'This process is about to end.', { headers });
    }
    const found = await probe.read().catch((cause: unknown) => {
      throw new ApiError('server.unavailable', 'The database does not answer.', { cause, headers });
    });
    const { state, message } = found.migrations;
    if (state === 'pending' || state === 'failed') {
      throw new ApiError('server.unavailable', 'The database lacks migrations.', { fix: message, headers });
    }
    if ((found.replicationLagMs ?? 0) > mostReplicationLagMs) {
      throw new ApiError('server.unavailable', 'The database is a replica too far behind.', { headers });
    }
    return { status: 'ok' as const, ...found, schema: { ...found.schema, ahead: [...found.schema.ahead] } };
  },
});
