import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api-types.ts';

/** Where the API is, and who asks. */
export interface ClientOptions {
  /** Address of the API without a path, such as `https://forum.example`. */
  readonly url: string;
  /** The access token to send, asked for before every request; undefined sends none. */
  readonly accessToken?: () => string | undefined | Promise<string | undefined>;
  /** Another `fetch`, for tests and proxies. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** One method for each HTTP method: the addresses, parameters, bodies and answers are those of the document. */
export type ApiClient = Client<paths>;

/**
 * A typed client of the forum's API.
 * @example
 * const api = createApiClient({ url: 'http://127.0.0.1:3000' });
 * const { items } = await unwrap(api.GET('/c/{community}/posts', { params: { path: { community: 'agora' }, query: { sort: 'top' } } }));
 */
export function createApiClient({ url, accessToken, fetch }: ClientOptions): ApiClient {
  const client = createClient<paths>({
    baseUrl: url,
    // A file goes as it is; everything else is JSON.
    bodySerializer: (body: unknown) => (body instanceof Blob ? body : JSON.stringify(body)),
    ...(fetch === undefined ? {} : { fetch }),
  });
  readOwnWrites(client);
  if (accessToken !== undefined) {
    client.use({
      onRequest: async ({ request }) => {
        const token = await accessToken();
        if (token !== undefined && !request.headers.has('authorization')) {
          request.headers.set('authorization', `Bearer ${token}`);
        }
        return request;
      },
    });
  }
  return client;
}

const position = 'agora-position';

/**
 * Sends back how far the database had come at the last write, so that a replica answers only what holds it. The farthest
 * counts: answers to writes of one moment come in any order.
 */
function readOwnWrites(client: ApiClient): void {
  let farthest: string | undefined;
  client.use({
    onRequest: ({ request }) => {
      if (farthest !== undefined && !request.headers.has(position)) request.headers.set(position, farthest);
      return request;
    },
    onResponse: ({ response }) => {
      const told = response.headers.get(position);
      if (told !== null && (farthest === undefined || placeOf(told) > placeOf(farthest))) farthest = told;
    },
  });
}

/** A position of PostgreSQL's log, such as `16/B374D848`, as a number. */
function placeOf(text: string): bigint {
  const [high = '', low = ''] = text.split('/');
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}
