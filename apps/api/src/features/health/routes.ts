import { z } from 'zod';
import { ApiError } from '../../api-error.ts';
import { call, statement } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { problems } from '../../schema/problem.ts';

const health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });

const ping = statement<[], number>('ping', 'SELECT json_build_object()');

/** Whether the process lives, and whether it can serve: for an orchestrator's probes. */
export function healthRoutes(app: App, { database }: Dependencies): void {
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
        summary: 'Whether requests can be served: the database answers',
        response: { 200: health, ...problems(503) },
      },
    },
    async () => {
      try {
        await database.one(undefined, call(ping));
      } catch (cause) {
        throw new ApiError('server.unavailable', 'The database does not answer.', {
          cause,
          headers: { 'retry-after': '1' },
        });
      }
      return { status: 'ok' as const };
    },
  );
}
