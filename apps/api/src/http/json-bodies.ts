import { ApiError } from '../api-error.ts';
import type { App } from '../dependencies.ts';

/** RFC 8259, 8.1: JSON is UTF-8. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads JSON of bodies and refuses what is not UTF-8: read anyway, it would be kept with other characters than were sent.
 * What could change prototypes is refused, too, as Fastify does.
 */
export function readJson(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    let text: string;
    try {
      text = typeof body === 'string' ? body : utf8.decode(body);
    } catch {
      done(
        new ApiError('request.invalid_json', 'The body is not UTF-8.', {
          fix: 'Send JSON encoded in UTF-8.',
        }),
      );
      return;
    }
    void parse(request, text, done);
  });
}
