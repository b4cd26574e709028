import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { parseConfig } from '../../config.ts';
import { logging } from './logging.ts';

it('logs requests without the codes, tokens and cookies they carry', async () => {
  const log = new PassThrough();
  const { logger } = logging(parseConfig({ DATABASE_URL: 'postgresql://127.0.0.1/none' }));
  if (typeof logger !== 'object') throw new Error('nothing is logged');
  const app = Fastify({ logger: { ...logger, stream: log } });
  app.get('/back', (request) => {
    request.log.info({ req: request, body: { password: 'geheim', refreshToken: 'geheim' } }, 'asked');
    const refusal = { detail: 'Failing row contains (geheim@example.com).', where: 'geheim', table: 'users' };
    request.log.error({ err: Object.assign(new Error('a null value'), refusal) }, 'refused');
    return {};
  });
  await app.inject({
    url: '/back?state=geheim&code=geheim&postcode=1010&iss=x',
    headers: { authorization: 'Bearer geheim', cookie: 'agora_oauth_1=geheim' },
  });
  await app.close();
  log.end();
  const written = await text(log);
  expect(written).toContain('/back?state=[redacted]&code=[redacted]&postcode=1010&iss=x');
  expect(written).toContain('"remoteAddress":"127.0.0.1"');
  expect(written).toContain('"table":"users"');
  expect(written).not.toContain('geheim');
});
