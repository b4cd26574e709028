import { availableParallelism } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error.ts';
import { parseConfig, secretsOf } from './config.ts';

const DATABASE_URL = 'postgresql://app:geheim@127.0.0.1:5432/agora';
/** What production needs besides. */
const production = {
  AGORA_ENV: 'production',
  JWT_SECRET: 'x'.repeat(32),
  PUBLIC_URL: 'https://forum.example',
  MAIL_URL: 'smtps://mail.example',
};

type OAuthSettings = ReturnType<typeof parseConfig>['oauth'];

const readSecrets = (JWT_SECRET: string): string[] =>
  secretsOf(parseConfig({ DATABASE_URL, JWT_SECRET }).tokens).map((secret) =>
    new TextDecoder().decode(secret),
  );

const parseOAuth = (env: Record<string, string>): OAuthSettings =>
  parseConfig({ DATABASE_URL, ...env }).oauth;

const hops = (TRUST_PROXY: string): number => parseConfig({ DATABASE_URL, TRUST_PROXY }).trustProxy;

const faultOf = (env: Record<string, string>): string => {
  try {
    parseOAuth(env);
  } catch (error) {
    if (error instanceof ApiError) return error.why ?? '';
  }
  throw new Error('the settings were accepted');
};

describe('parseConfig', () => {
  it('has a default for all but the database', () => {
    const config = parseConfig({ DATABASE_URL, PORT: '' });
    expect(config).toMatchObject({
      environment: 'development',
      host: '127.0.0.1',
      port: 3000,
      database: {
        url: DATABASE_URL,
        role: 'agora_app',
        poolSize: Math.max(5, 2 * availableParallelism() + 1),
      },
      tokens: { secretGenerated: true, accessSeconds: 900 },
    });
    expect(config.tokens.secret).toHaveLength(32);
    expect(parseConfig({ DATABASE_URL }).tokens.secret).not.toEqual(config.tokens.secret);
  });

  it('takes a database on another machine for production, unless the environment is named', () => {
    const elsewhere = { DATABASE_URL: 'postgresql://app:geheim@db.example:5432/agora' };
    expect(() => parseConfig(elsewhere)).toThrow(
      expect.objectContaining({ why: expect.stringMatching(/^JWT_SECRET .*\nPUBLIC_URL .*\nMAIL_URL /) }),
    );
    expect(parseConfig({ ...elsewhere, AGORA_ENV: 'development' }).environment).toBe('development');
  });

  it('names every fault at once and repeats no secret', () => {
    const env = {
      AGORA_ENV: 'production',
      DATABASE_URL: 'mysql://root:geheim@db/x',
      PORT: 'http',
      DATABASE_ROLE: 'a; DROP ROLE b',
    };
    let error: unknown;
    try {
      parseConfig(env);
    } catch (thrown) {
      error = thrown;
    }
    if (!(error instanceof ApiError)) throw new Error('the settings were accepted');
    const faults = error.why?.split('\n') ?? [];
    expect(error.code).toBe('api.invalid_config');
    expect(new Set(faults.map((line) => line.split(' ')[0]))).toEqual(
      new Set(['DATABASE_ROLE', 'DATABASE_URL', 'JWT_SECRET', 'MAIL_URL', 'PORT', 'PUBLIC_URL']),
    );
    expect(error.why).not.toContain('geheim');
  });

  it('reads where media are kept, and repeats no key', () => {
    const store = (MEDIA_STORE: string) => parseConfig({ DATABASE_URL, MEDIA_STORE }).media;
    expect(parseConfig({ DATABASE_URL }).media).toMatchObject({
      store: { kind: 'folder', folder: expect.stringMatching(/[\\/]\.agora[\\/]media$/) },
      limitBytes: 8_388_608,
    });
    expect(store('media')).toMatchObject({ store: { kind: 'folder', folder: path.resolve('media') } });
    expect(store('s3+https://key:s%2Fcret@s3.example/bucket?region=eu-west-1').store).toEqual({
      kind: 's3',
      endpoint: 'https://s3.example',
      bucket: 'bucket',
      region: 'eu-west-1',
      accessKeyId: 'key',
      secretAccessKey: 's/cret',
    });
    expect(store('ipfs+http://127.0.0.1:5001/')).toMatchObject({
      store: { kind: 'ipfs', endpoint: 'http://127.0.0.1:5001' },
      limitBytes: 1_048_576,
    });
    for (const wrong of [
      's3+https://s3.example/bucket',
      's3+https://key:geheim@s3.example/a/b',
      'ftp://geheim@x',
    ]) {
      const refused = expect.objectContaining({ why: expect.not.stringContaining('geheim') });
      expect(() => store(wrong)).toThrow(refused);
    }
    const large = { MEDIA_STORE: 'ipfs+http://127.0.0.1:5001', MEDIA_LIMIT_BYTES: '2000000' };
    expect(() => parseConfig({ DATABASE_URL, ...large })).toThrow(
      expect.objectContaining({ why: expect.stringContaining('MEDIA_LIMIT_BYTES must be at most 1048576') }),
    );
  });

  it('counts the proxies in front; true is one, and what is no number is refused', () => {
    expect(['', 'false', '0', 'true', 'TRUE', '1', '3'].map(hops)).toEqual([0, 0, 0, 1, 1, 1, 3]);
    for (const wrong of ['-1', 'all', '10.0.0.0/8', '1.5']) expect(() => hops(wrong)).toThrow(ApiError);
  });

  it('needs to know in production where mails lead, and that none are sent only by its word', () => {
    const without = (name: keyof typeof production) => faultOf({ ...production, [name]: '' });
    expect(without('PUBLIC_URL')).toBe('PUBLIC_URL is required in production: links in mails lead there');
    expect(without('MAIL_URL')).toContain('MAIL_URL is required in production');
    expect(parseConfig({ DATABASE_URL, ...production, MAIL_URL: 'none' }).mail.url).toBe('none');
    expect(faultOf({ ...production, MAIL_URL: 'smtp' })).toContain('MAIL_URL must be');
  });

  it('wants a long secret in production', () => {
    expect(() => parseConfig({ DATABASE_URL, JWT_SECRET: 'short' })).toThrow(/One setting/);
    const JWT_SECRET = 'x'.repeat(32);
    expect(parseConfig({ ...production, DATABASE_URL, JWT_SECRET }).tokens.secretGenerated).toBe(false);
  });

  it('takes several secrets, the newest first, and a comma in the only one', () => {
    const [newest, before] = ['n'.repeat(32), 'b'.repeat(40)];
    expect(readSecrets(newest)).toEqual([newest]);
    expect(readSecrets(`${newest}, ${before}`)).toEqual([newest, before]);
    const phrase = 'a phrase, and one with a comma in it';
    expect(readSecrets(phrase)).toEqual([phrase]);
  });

  describe('of OAuth', () => {
    const one = {
      id: 'local',
      name: 'Local',
      issuer: 'https://id.example',
      clientId: 'agora',
      clientSecret: 'geheim',
    };
    const key = Buffer.alloc(32, 7).toString('base64');

    it('have defaults: no provider, nobody to be sent back to', () => {
      expect(parseOAuth({})).toMatchObject({ providers: [], returnTo: [], timeoutSeconds: 5 });
      expect(parseOAuth({}).keys.get(1)).toHaveLength(32);
    });

    it('name providers, addresses and keys', () => {
      const oauth = parseOAuth({
        OAUTH_PROVIDERS: JSON.stringify([one, { ...one, id: 'here', issuer: 'http://127.0.0.1:8080' }]),
        OAUTH_RETURN_TO: 'https://app.example/in, com.example.app:/in',
        OAUTH_TOKEN_KEYS: `1:${key}, 2:${Buffer.alloc(32, 251).toString('base64url')}`,
      });
      expect(oauth.providers.map(({ id, scopes }) => [id, scopes])).toEqual([
        ['local', 'openid email profile'],
        ['here', 'openid email profile'],
      ]);
      expect(oauth.returnTo).toEqual(['https://app.example/in', 'com.example.app:/in']);
      expect([...oauth.keys].map(([version, bytes]) => [version, bytes[31]])).toEqual([
        [1, 7],
        [2, 251],
      ]);
    });

    it('are refused by name, without what is secret', () => {
      const bad: [string, string][] = [
        ['OAUTH_PROVIDERS', '[{"clientSecret": "geheim", }]'],
        ['OAUTH_PROVIDERS', '{}'],
        ['OAUTH_PROVIDERS', JSON.stringify([one, one])],
        ['OAUTH_PROVIDERS', JSON.stringify([{ ...one, issuer: 'http://id.example' }])],
        ['OAUTH_PROVIDERS', JSON.stringify([{ ...one, issuer: 'id.example' }])],
        ['OAUTH_PROVIDERS', JSON.stringify([{ ...one, id: '../x' }])],
        ['OAUTH_PROVIDERS', JSON.stringify([{ ...one, scopes: 'email' }])],
        ['OAUTH_PROVIDERS', JSON.stringify([{ ...one, clientSecretGeheim: 1 }])],
        ['OAUTH_RETURN_TO', 'app.example'],
        ['OAUTH_RETURN_TO', 'javascript:alert(1)'],
        ['OAUTH_RETURN_TO', 'https://geheim:x@app.example/'],
        ['OAUTH_RETURN_TO', 'https://app.example/?x=1'],
        ['OAUTH_TOKEN_KEYS', 'geheim'],
        ['OAUTH_TOKEN_KEYS', `1:${key},1:${key}`],
        ['OAUTH_TOKEN_KEYS', `0:${key}`],
        ['OAUTH_TOKEN_KEYS', `1:${key.slice(4)}`],
        ['OAUTH_TIMEOUT_SECONDS', '0'],
      ];
      for (const [name, value] of bad) {
        const why = faultOf({ [name]: value });
        expect([value, why.startsWith(name), why.includes('geheim')]).toEqual([value, true, false]);
      }
    });

    it('need keys that last in production', () => {
      const OAUTH_PROVIDERS = JSON.stringify([one]);
      expect(faultOf({ ...production, OAUTH_PROVIDERS })).toContain('OAUTH_TOKEN_KEYS');
      expect(
        parseOAuth({ ...production, OAUTH_PROVIDERS, OAUTH_TOKEN_KEYS: `1:${key}` }).providers,
      ).toHaveLength(1);
      expect(parseOAuth(production).providers).toEqual([]);
    });
  });
});
