import { createHash, randomBytes } from 'node:crypto';
import type { LightMyRequestResponse as Response } from 'fastify';
import { grantCode } from '../../features/oauth/browser/finish-oauth.ts';
import type { Forum } from '../forum/forum.fixture.ts';
import type { TestProvider } from './oidc-provider.fixture.ts';

/** A sign-in as far as the provider's answer. */
export interface Visit {
  readonly verifier: string;
  /** What the browser would send along to the callback. */
  readonly cookie: string;
  /** Where the provider sends the browser. */
  readonly callback: string;
}

export interface VisitOptions {
  readonly provider?: string;
  readonly community?: string;
  readonly purpose?: 'login' | 'link';
  readonly returnTo?: string;
  /** Changes the address of the provider before it is visited. */
  readonly change?: (authorizationUrl: URL) => void;
}

/** A client of the API and its user's browser. */
export class OAuthClient {
  readonly #forum: Forum;
  readonly #provider: TestProvider;

  constructor(forum: Forum, provider: TestProvider) {
    this.#forum = forum;
    this.#provider = provider;
  }

  /** Asks to be sent to the provider. */
  start(options: VisitOptions & { verifier: string }): Promise<Response> {
    const { community = 'techcorp', provider = 'local', purpose = 'login', returnTo, verifier } = options;
    const query = new URLSearchParams({
      purpose,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      ...(returnTo === undefined ? {} : { return_to: returnTo }),
    });
    return this.#forum.app.inject({
      url: `/c/${community}/auth/oauth/${provider}/start?${query.toString()}`,
    });
  }

  /** Starts, and signs in at the provider. */
  async visit(options: VisitOptions = {}): Promise<Visit> {
    const verifier = randomBytes(32).toString('base64url');
    const started = await this.start({ ...options, verifier });
    const address = new URL(String(started.headers.location));
    options.change?.(address);
    const [cookie = ''] = String(started.headers['set-cookie']).split(';');
    return { verifier, cookie, callback: await this.#provider.visit(address.href) };
  }

  /** Follows the provider's redirect. */
  arrive({ callback, cookie }: Pick<Visit, 'callback' | 'cookie'>): Promise<Response> {
    const { pathname, search } = new URL(callback);
    return this.#forum.app.inject({ url: pathname + search, headers: { cookie } });
  }

  /** The whole way to a one-time code. */
  async code(options: VisitOptions = {}): Promise<{ code: string; codeVerifier: string }> {
    const visit = await this.visit(options);
    const answer = await this.arrive(visit);
    if (answer.statusCode !== 200) throw new Error(`the callback answered ${answer.body}`);
    const { code } = grantCode.parse(answer.json());
    return { code, codeVerifier: visit.verifier };
  }

  /** Exchanges a code for tokens. */
  exchange(payload: { code: string; codeVerifier: string }, community = 'techcorp'): Promise<Response> {
    return this.#forum.app.inject({ method: 'POST', url: `/c/${community}/auth/oauth/token`, payload });
  }

  /** Signs in altogether. */
  async signIn(options: VisitOptions = {}): Promise<Response> {
    return this.exchange(await this.code(options), options.community);
  }
}
