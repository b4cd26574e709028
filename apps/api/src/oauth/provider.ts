import type * as OpenId from 'openid-client';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';
import { email } from '../auth/email.ts';
import type { ProviderSettings } from '../settings/oauth-providers.ts';

/** Milliseconds after which a provider's description of itself is read again. */
const descriptionKeptMs = 3_600_000;

/** What is asked of a provider, and checked in its answer. */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Someone as a provider vouches for them. */
export interface Identity {
  /** `sub`: stable, unique at the provider. */
  readonly accountId: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  /** What they call themselves; a proposal for a username. Never the e-mail address, which is not for everyone. */
  readonly handle: string;
  readonly displayName: string;
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  /** Seconds for which the access token is good; null when the provider does not say. */
  readonly expiresIn: number | null;
}

const text = z.string().catch('');
const profile = z.object({
  email: email.nullable().catch(null),
  email_verified: z.unknown().optional(),
  name: text,
  preferred_username: text,
  nickname: text,
});

interface Client {
  readonly library: typeof OpenId;
  readonly configuration: OpenId.Configuration;
}

/**
 * An OpenID provider (OpenID Connect Core 1.0, authorisation code flow). Its description is read when it is first
 * needed, not at start-up, and kept for an hour; a failure is not kept.
 */
export class Provider {
  readonly settings: ProviderSettings;
  readonly #timeoutSeconds: number;
  #client: { readonly opened: Promise<Client>; readonly until: number } | undefined;

  constructor(settings: ProviderSettings, timeoutSeconds: number) {
    this.settings = settings;
    this.#timeoutSeconds = timeoutSeconds;
  }

  /**
   * Where to send the browser.
   * @throws ApiError `oauth.provider_unavailable`, `oauth.invalid_answer`
   */
  async authorizationUrl(redirectUri: string, checks: Checks): Promise<string> {
    const { library, configuration } = await this.#open();
    const url = library.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: this.settings.scopes,
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await library.calculatePKCECodeChallenge(checks.verifier),
      code_challenge_method: 'S256',
    });
    return url.href;
  }

  /**
   * Turns the provider's answer into an identity: exchanges the code and checks state, nonce, issuer, audience, time
   * and signature of the ID token. Asks the provider's userinfo for the e-mail address if the token has none.
   * @param answer the callback's address as the browser called it
   * @throws ApiError `oauth.denied`, `oauth.code_refused`, `oauth.invalid_answer`, `oauth.provider_unavailable`
   */
  async identify(answer: URL, checks: Checks): Promise<Identity> {
    const { library, configuration } = await this.#open();
    return this.#ask(library, async () => {
      const tokens = await library.authorizationCodeGrant(configuration, answer, {
        expectedState: checks.state,
        expectedNonce: checks.nonce,
        pkceCodeVerifier: checks.verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new TypeError('an ID token was expected and is not there');
      const more =
        claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined
          ? await library.fetchUserInfo(configuration, tokens.access_token, claims.sub)
          : {};
      return identityOf({ ...claims, ...more }, claims.sub, tokens);
    });
  }

  /** Tells the provider that a token is needed no more (RFC 7009), if it wants to know. */
  async revoke(token: string): Promise<void> {
    const { library, configuration } = await this.#open();
    if (configuration.serverMetadata().revocation_endpoint === undefined) return;
    await this.#ask(library, () => library.tokenRevocation(configuration, token));
  }

  async #open(): Promise<Client> {
    const known = this.#client;
    if (known !== undefined && known.until > Date.now()) return known.opened;
    const opened = this.#discover();
    this.#client = { opened, until: Date.now() + descriptionKeptMs };
    try {
      return await opened;
    } catch (error) {
      if (this.#client?.opened === opened) this.#client = undefined;
      throw error;
    }
  }

  /** Loads the library, too: who signs in with a password does without it. */
  async #discover(): Promise<Client> {
    const library = await import('openid-client');
    const { issuer, clientId, clientSecret } = this.settings;
    const configuration = await this.#ask(library, () =>
      library.discovery(new URL(issuer), clientId, undefined, authentication(library, clientSecret), {
        timeout: this.#timeoutSeconds,
        execute: [
          library.enableNonRepudiationChecks,
          // Only of this machine's own providers: the settings take no other without TLS.
          ...(issuer.startsWith('http:') ? [library.allowInsecureRequests] : []),
        ],
      }),
    );
    return { library, configuration };
  }

  async #ask<T>(library: typeof OpenId, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw faultOf(library, this.settings.name, error);
    }
  }
}

/** The client's secret by HTTP Basic, which every provider must know, unless it says that it wants it in the body. */
function authentication(library: typeof OpenId, secret: string | undefined): OpenId.ClientAuth {
  if (secret === undefined) return library.None();
  const [basic, post] = [library.ClientSecretBasic(secret), library.ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported;
    const inBody = methods !== undefined && !methods.includes('client_secret_basic');
    (inBody ? post : basic)(server, client, body, headers);
  };
}

function identityOf(
  claims: Readonly<Record<string, unknown>>,
  accountId: string,
  tokens: OpenId.TokenEndpointResponse,
): Identity {
  const { email, email_verified, name, preferred_username, nickname } = profile.parse(claims);
  const handle = plain(preferred_username || nickname || name);
  return {
    accountId,
    email,
    // Some providers send the word.
    emailVerified: email !== null && (email_verified === true || email_verified === 'true'),
    handle,
    displayName: plain(name) || handle,
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token ?? null,
    expiresIn: tokens.expires_in ?? null,
  };
}

/** On one line, and no longer than the column. */
function plain(given: string): string {
  const line = given
    .normalize('NFC')
    .replaceAll(/\p{C}+|\s+/gu, ' ')
    .trim();
  return Array.from(line).slice(0, 80).join('').trim();
}

/** What a fault of a provider is called: unreachable, refusing, or answering what must not be believed. */
function faultOf(library: typeof OpenId, name: string, error: unknown): ApiError {
  if (error instanceof library.AuthorizationResponseError) {
    if (error.error === 'access_denied')
      return new ApiError('oauth.denied', `${name} was not allowed to say who you are.`, { cause: error });
    return /^(temporarily_unavailable|server_error)$/.test(error.error)
      ? unavailable(name, error)
      : new ApiError('oauth.invalid_answer', `${name} refuses the request.`, { cause: error });
  }
  if (error instanceof library.ResponseBodyError) {
    if (error.error === 'invalid_grant')
      return new ApiError('oauth.code_refused', `${name} does not take the code it gave.`, { cause: error });
    return error.status >= 500
      ? unavailable(name, error)
      : new ApiError('oauth.invalid_answer', `${name} refuses the request.`, { cause: error });
  }
  const code = error instanceof library.ClientError ? error.code : undefined;
  const cause = error instanceof Error ? error.cause : undefined;
  const status = cause instanceof Response ? cause.status : 0;
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT' || status >= 500 || isNetworkFault(error))
    return unavailable(name, error);
  return new ApiError('oauth.invalid_answer', `The answer of ${name} cannot be used.`, { cause: error });
}

/** `fetch` answers every fault of the network by one TypeError, with the fault itself as its cause. */
function isNetworkFault(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'fetch failed';
}

function unavailable(name: string, cause: unknown): ApiError {
  return new ApiError('oauth.provider_unavailable', `${name} cannot be reached; try again.`, {
    cause,
    headers: { 'retry-after': '5' },
  });
}
