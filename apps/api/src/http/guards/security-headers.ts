import type { Config } from '../../config.ts';
import type { App, Dependencies } from '../../dependencies.ts';

/** What answers without a policy of their own may do in a browser: nothing. */
const policy = "default-src 'none'; frame-ancestors 'none'";

/** Headers of every answer that says nothing else: how a browser may treat it. */
export function headersOfEveryAnswer(config: Config): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    // What is for one person alone must not stay in a shared cache.
    'cache-control': 'no-store',
    ...(config.publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    'content-security-policy': policy,
  };
}

/** Gives every answer these headers, and the id that finds the request in the log. */
export function secureHeaders(app: App, { config }: Dependencies): void {
  const ofAnswers = Object.entries(headersOfEveryAnswer(config));
  const ofPages = ofAnswers.filter(([name]) => name !== 'content-security-policy');
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    const page = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
    for (const [name, value] of page ? ofPages : ofAnswers)
      if (!reply.hasHeader(name)) reply.header(name, value);
    done();
  });
}
