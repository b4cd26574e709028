import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import OidcProvider from 'oidc-provider';
import { z } from 'zod';

/** What the provider says of someone. */
export interface Person {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly preferred_username?: string;
}

/** A real OpenID provider on this machine, whose sign-in page answers by itself. */
export interface TestProvider {
  readonly issuer: string;
  /** As an entry of `OAUTH_PROVIDERS`. */
  readonly settings: { id: string; name: string; issuer: string; clientId: string; clientSecret: string };
  /** Who signs in next; undefined refuses. */
  person: Person | undefined;
  /** Changes the claims of ID tokens before they are signed again. */
  tamper: ((claims: JWTPayload) => JWTPayload) | undefined;
  /** Signs ID tokens with a key that the provider does not publish. */
  forge: boolean;
  /** Tokens that were revoked, by kind. */
  readonly revoked: string[];
  /** Goes through the provider's pages as a browser does, to the address that it sends the browser back to. */
  visit(authorizationUrl: string): Promise<string>;
  close(): Promise<void>;
}

const clientSecret = 'a secret, as long as a secret should be';

/**
 * Starts it on a free port.
 * @param redirectUris of its one client, `agora`
 * @param host under which it is known: `localhost` is another site than `127.0.0.1` to a browser
 */
export async function startProvider(
  redirectUris: string[],
  host: '127.0.0.1' | 'localhost' = '127.0.0.1',
): Promise<TestProvider> {
  const server = createServer();
  // Else it ends connections after five seconds, perhaps just as the next request is sent on one.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const key = { ...(await signingKey()), kid: 'published' };
  const hidden = { ...(await signingKey()), kid: 'published' };
  const people = new Map<string, Person>();
  const revoked: string[] = [];

  const provider = new OidcProvider(issuer, {
    clients: [{ client_id: 'agora', client_secret: clientSecret, redirect_uris: redirectUris }],
    jwks: { keys: [key] },
    cookies: { keys: ['a key of cookies'] },
    claims: { profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
    interactions: { url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ ...people.get(sub), sub }),
    }),
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 3600,
      IdToken: 3600,
      Interaction: 600,
      Session: 600,
    },
  });
  provider.on('access_token.destroyed', () => revoked.push('access token'));

  const self: TestProvider = {
    issuer,
    settings: { id: 'local', name: 'Local Accounts', issuer, clientId: 'agora', clientSecret },
    person: undefined,
    tamper: undefined,
    forge: false,
    revoked,
    visit,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  provider.use(async (context, next) => {
    await next();
    const body = z.object({ id_token: z.string() }).loose().safeParse(context.body).data;
    if (body === undefined || (self.tamper === undefined && !self.forge)) return;
    const claims: JWTPayload = JSON.parse(
      Buffer.from(body.id_token.split('.')[1] ?? '', 'base64url').toString(),
    );
    const token = new SignJWT(self.tamper?.(claims) ?? claims).setProtectedHeader({
      alg: 'RS256',
      kid: key.kid,
    });
    context.body = {
      ...body,
      id_token: await token.sign(await importJWK(self.forge ? hidden : key, 'RS256')),
    };
  });
  const answer = provider.callback();
  const signIn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    const { person } = self;
    if (person === undefined) {
      return provider.interactionFinished(request, response, { error: 'access_denied' });
    }
    people.set(person.sub, person);
    if (prompt.name === 'login') {
      return provider.interactionFinished(request, response, { login: { accountId: person.sub } });
    }
    const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: 'agora' });
    grant.addOIDCScope(String(params['scope']));
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  };
  server.on('request', (request, response) => {
    void (request.url?.startsWith('/sign-in/') === true ? signIn : answer)(request, response);
  });
  return self;
}

async function signingKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' };
}

/** A browser without a past: follows redirects and keeps cookies until it is sent to another server. */
async function visit(authorizationUrl: string): Promise<string> {
  const home = new URL(authorizationUrl).origin;
  const cookies = new Map<string, string>();
  let address = authorizationUrl;
  for (let step = 0; step < 12; step += 1) {
    if (new URL(address).origin !== home) return address;
    const page = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const cookie of page.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const next = page.headers.get('location');
    if (next === null) throw new Error(`the provider answered ${page.status}: ${await page.text()}`);
    address = new URL(next, address).href;
  }
  throw new Error('the provider goes round in circles');
}
