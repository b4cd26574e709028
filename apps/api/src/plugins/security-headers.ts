import type { App, Dependencies } from '../dependencies.ts';

/** What answers without a policy of their own may do in a browser: nothing. */
const policy = "default-src 'none'; frame-ancestors 'none'";

/** Headers of every answer: how a browser may treat it, and the id that finds the request in the log. */
export function secureHeaders(app: App, { config }: Dependencies): void {
  const secure = config.publicUrl.startsWith('https:');
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onSend', async (_request, reply) => {
    const defaults: Record<string, string> = {
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      // What is for one person alone must not stay in a shared cache.
      'cache-control': 'no-store',
      ...(secure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    };
    const type = String(reply.getHeader('content-type') ?? '');
    if (!type.startsWith('text/html')) defaults['content-security-policy'] = policy;
    for (const [name, value] of Object.entries(defaults))
      if (!reply.hasHeader(name)) reply.header(name, value);
  });
}
