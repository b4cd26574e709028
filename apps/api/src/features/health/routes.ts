import { z } from 'zod';
import { ApiError } from '../../api-error.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { mostReplicationLagMs, ReadinessProbe } from './readiness.ts';
import { problems } from '../../http/problem.ts';

const health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

const readiness = z
  .object({
    status: z.literal('ok'),
    database: z.object({ answersInMs: z.number() }),
    migrations: z.object({ state: z.enum(['ok', 'pending', 'failed', 'unknown']), message: z.string() }),
    replicationLagMs: z.number().nullable().describe('How far a replica is behind; null on a primary'),
  })
  .meta({ id: 'Readiness' });

/** Whether the process lives, and whether it can serve: for an orchestrator's probes. */
export function healthRoutes(app: App, { config, database, leaving }: Dependencies): void {
  const probe = new ReadinessProbe(database, config);
  app.get(
    '/health/live',
    {
      logLevel: 'warn',
      schema: {
        tags: ['operations'],
        summary: 'Whether the process runs',
        response: { 200: health, ...problems() },
      },
    },
    () => ({ status: 'ok' as const }),
  );
  app.get(
    '/health/ready',
    {
      logLevel: 'warn',
      schema: {
        tags: ['operations'],
        summary:
          'Whether requests can be served: the database answers, has its migrations and is not far behind, and the process stays',
        response: { 200: readiness, ...problems(503) },
      },
    },
    async () => {
      const headers = { 'retry-after': '1' };
      if (leaving.aborted)
        throw new ApiError('server.unavailable', 'This process is about to end.', { headers });
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
      return { status: 'ok' as const, ...found };
    },
  );
}
