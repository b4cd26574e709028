import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildApp } from '../../app.ts';
import { parseConfig } from '../../config.ts';
import { ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { patient } from '../../testing/patience.fixture.ts';

const attribute = z.object({
  key: z.string(),
  value: z.object({ stringValue: z.string().optional(), intValue: z.unknown().optional() }),
});
const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes: z.array(attribute),
});
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});

const forum = useForum();

describe('traces', () => {
  const received: z.output<typeof exported>[] = [];
  const collector = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/v1/traces')
        received.push(exported.parse(JSON.parse(Buffer.concat(chunks).toString())));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  let endpoint: string;
  beforeAll(async () => {
    collector.keepAliveTimeout = 0;
    collector.listen(0, '127.0.0.1');
    await once(collector, 'listening');
    const address = collector.address();
    endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterAll(() => void collector.close());

  it('reach a collector: a span for the request, in the caller’s trace, and one below it for its query', async () => {
    const config = parseConfig({
      ...patient,
      DATABASE_URL: forum.config.database.url,
      LOG_LEVEL: 'silent',
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_SERVICE_NAME: 'test-forum',
    });
    const app = await buildApp({ config, database: forum.database });
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const traceparent = `00-${traceId}-b7ad6b7169203331-01`;
    await app.inject({ url: `/c/techcorp/posts/${ids.firstPost}`, headers: { traceparent } });
    await app.inject({ url: '/c/techcorp/channels', headers: { traceparent: 'nonsense' } });
    await app.close();

    const spans = received.flatMap((one) =>
      one.resourceSpans.flatMap((resource) => resource.scopeSpans.flatMap((scope) => scope.spans)),
    );
    expect(JSON.stringify(received[0]?.resourceSpans[0]?.resource)).toContain('test-forum');
    const request = spans.find((one) => one.name === 'GET /c/:community/posts/:post');
    expect(request).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331', kind: 2 });
    const query = spans.find((one) => one.name === 'post-page');
    expect(query).toMatchObject({ traceId, parentSpanId: request?.spanId, kind: 3 });
    const other = spans.find((one) => one.name === 'GET /c/:community/channels');
    expect(other?.traceId).not.toBe(traceId);
    expect(other?.parentSpanId ?? '').toBe('');
  });

  it('are off by default, and cost nothing then', async () => {
    const before = received.length;
    await forum.app.inject({ url: '/c/techcorp/channels' });
    expect(received).toHaveLength(before);
    expect(forum.config.tracing.endpoint).toBeUndefined();
  });
});
