import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { App, Dependencies } from '../dependencies.ts';
import { operation } from './operation.ts';

const answers = { 202: z.object({ what: z.string() }), 204: z.undefined(), 303: z.undefined() };
const chapter = { method: 'GET', tag: 'tests', summary: 'Answer' } as const;

it('answers what a handler returns or has sent itself, once', async () => {
  const logged: string[] = [];
  const stream = { write: (line: string) => logged.push(line) };
  const app: App = Fastify({ logger: { level: 'warn', stream } }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // As hooks of the whole API do: what was sent is not yet written when the handler has returned.
  app.addHook('onSend', async () => new Promise<void>((resolve) => void setImmediate(resolve)));
  const operations = [
    operation({ ...chapter, id: 'a', path: '/returned', answers, handle: async () => ({ what: 'this' }) }),
    operation({
      ...chapter,
      id: 'b',
      path: '/sent',
      answers,
      handle: async ({ reply }) => reply.send({ what: 'that' }),
    }),
    operation({
      ...chapter,
      id: 'c',
      path: '/empty',
      answers: { 204: z.undefined() },
      handle: async () => undefined,
    }),
    operation({
      ...chapter,
      id: 'd',
      path: '/away',
      answers,
      handle: async ({ reply }) => reply.redirect('/there', 303),
    }),
    operation({
      ...chapter,
      id: 'e',
      path: '/refused',
      answers,
      handle: () => Promise.reject(Object.assign(new Error('no'), { statusCode: 409 })),
    }),
  ];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that an operation takes of them
  const dependencies = {
    database: { for: () => undefined },
    replicas: { pick: () => undefined },
  } as unknown as Dependencies;
  await app.register(
    async (scope) => {
      for (const each of operations) each.register(scope.withTypeProvider<ZodTypeProvider>(), dependencies);
    },
    { prefix: '/c/:community' },
  );
  const seen = [];
  for (const path of ['returned', 'sent', 'empty', 'away', 'refused']) {
    const { statusCode, body, headers } = await app.inject(`/c/x/${path}`);
    seen.push([statusCode, headers.location ?? body.slice(0, 20)]);
  }
  await app.close();
  expect(seen).toEqual([
    [202, '{"what":"this"}'],
    [202, '{"what":"that"}'],
    [204, ''],
    [303, '/there'],
    [409, expect.stringContaining('{"statusCode":409')],
  ]);
  expect(logged).toEqual([]);
});
