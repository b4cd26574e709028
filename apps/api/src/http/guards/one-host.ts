import { ApiError } from '../../api-error.ts';
import type { App } from '../../dependencies.ts';

/** What a host and its port are written with (RFC 3986, 3.2.2). */
const hostForm = /^[\w.~%!$&'()*+,;=:[\]-]*$/;

/**
 * Refuses requests that name several hosts, or one that is none (RFC 9112, 3.2): a cache before the API might keep the
 * answer under another name than the one that it was made for. Node takes the first of them, and forgets one that comes
 * after 2,000 other headers.
 */
export function wantOneHost(app: App): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { headers, rawHeaders, httpVersion } = request.raw;
    const named = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length;
    const wanted = named === 1 || (named === 0 && httpVersion !== '1.1');
    const good = wanted && hostForm.test(headers.host ?? '');
    done(
      good
        ? undefined
        : new ApiError('request.malformed', 'The request names no host, several, or one that is none.'),
    );
  });
}
