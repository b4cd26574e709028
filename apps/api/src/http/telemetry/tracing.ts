import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noListeners, type QueryEvent, queryChannel } from '../../database/query-channel.ts';
import type { App, Dependencies } from '../../dependencies.ts';

/**
 * Sends a span for every request, and below it one for every batch of statements, to an OpenTelemetry collector.
 * Names and attributes are those of OpenTelemetry's semantic conventions for HTTP servers and databases. This module is
 * loaded only when a collector is configured.
 * @param endpoint the collector's base address, as in OTEL_EXPORTER_OTLP_ENDPOINT
 */
export function traceRequests(app: App, { config, database }: Dependencies, endpoint: string): void {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': config.tracing.serviceName,
      'deployment.environment.name': config.environment,
    }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('agora-api');
  const current = new AsyncLocalStorage<Span>();
  const spans = new WeakMap<FastifyRequest, Span>();

  app.addHook('onRequest', (request, _reply, done) => {
    const attributes = {
      'http.request.method': request.method,
      'http.route': request.routeOptions.url ?? '',
      'url.path': request.url.split('?', 1)[0] ?? '',
      'agora.request_id': request.id,
    };
    const name = `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
    const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parentOf(request));
    spans.set(request, span);
    current.run(span, done);
  });
  app.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });

  const batches = new WeakMap<QueryEvent, Span>();
  const listeners = {
    ...noListeners,
    start: (event: QueryEvent) => {
      const parent = current.getStore();
      if (event.database !== database || parent === undefined) return;
      const attributes = {
        'db.system.name': 'postgresql',
        'db.operation.name': event.statements[0] ?? '',
        'db.operation.batch.size': event.statements.length,
      };
      const name = event.statements.join(' ');
      const context = trace.setSpan(ROOT_CONTEXT, parent);
      batches.set(event, tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, context));
    },
    asyncEnd: (event: QueryEvent) => {
      const span = batches.get(event);
      if (event.error !== undefined) span?.setStatus({ code: SpanStatusCode.ERROR });
      span?.end();
    },
  };
  queryChannel.subscribe(listeners);
  app.addHook('onClose', async () => {
    queryChannel.unsubscribe(listeners);
    // What could not be sent is not worth a failed end.
    await provider.shutdown().catch((error: unknown) => app.log.warn({ err: error }, 'traces were lost'));
  });
}

/** The caller's span, when the request names one (W3C Trace Context, section 3.2). */
function parentOf(request: FastifyRequest): Context {
  const header = request.headers['traceparent'];
  const parts = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/.exec(
    String(header ?? ''),
  );
  if (parts === null) return ROOT_CONTEXT;
  const [, traceId = '', spanId = '', flags = ''] = parts;
  const traceFlags = Number.parseInt(flags, 16);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
