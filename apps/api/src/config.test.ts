import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error.ts';
import { parseConfig } from './config.ts';

const DATABASE_URL = 'postgresql://app:geheim@db.example:5432/agora';

describe('parseConfig', () => {
  it('has a default for all but the database', () => {
    const config = parseConfig({ DATABASE_URL, PORT: '' });
    expect(config).toMatchObject({
      environment: 'development',
      host: '127.0.0.1',
      port: 3000,
      database: { url: DATABASE_URL, role: 'agora_app', poolSize: 10 },
      tokens: { secretGenerated: true, accessSeconds: 900 },
    });
    expect(config.tokens.secret).toHaveLength(32);
    expect(parseConfig({ DATABASE_URL }).tokens.secret).not.toEqual(config.tokens.secret);
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
      new Set(['DATABASE_ROLE', 'DATABASE_URL', 'JWT_SECRET', 'PORT']),
    );
    expect(error.why).not.toContain('geheim');
  });

  it('wants a long secret in production', () => {
    expect(() => parseConfig({ DATABASE_URL, JWT_SECRET: 'short' })).toThrow(/One setting/);
    const JWT_SECRET = 'x'.repeat(32);
    expect(parseConfig({ AGORA_ENV: 'production', DATABASE_URL, JWT_SECRET }).tokens.secretGenerated).toBe(
      false,
    );
  });
});
