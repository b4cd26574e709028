import { describe, expect, it } from 'vitest';
import { parseDatabaseUrl, withDatabase } from './database-url.ts';

describe('parseDatabaseUrl', () => {
  it('reads every part, decoded, and hides the password', () => {
    expect(
      parseDatabaseUrl('postgresql://us%40er:p%23w@db.example:6432/my%20db?schema=app&sslmode=disable'),
    ).toEqual({
      host: 'db.example',
      port: 6432,
      database: 'my db',
      user: 'us@er',
      schema: 'app',
      href: 'postgresql://us%40er:p%23w@db.example:6432/my%20db?schema=app&sslmode=disable',
      redacted: 'postgresql://us%40er:***@db.example:6432/my%20db?schema=app&sslmode=disable',
    });
  });

  it('fills in what is left out', () => {
    expect(parseDatabaseUrl('postgres://ann@h')).toMatchObject({ port: 5432, database: 'ann' });
    expect(parseDatabaseUrl('postgresql:///db?host=/run/pg&password=x')).toMatchObject({ host: '/run/pg' });
    expect(parseDatabaseUrl('postgresql://a@[::1]:1/db')).toMatchObject({ host: '::1', port: 1 });
    expect(parseDatabaseUrl('postgresql://a@h/db?password=secret').redacted).not.toContain('secret');
  });

  it.each([
    ['', 'empty'],
    ['mysql://h/db', 'does not begin'],
    ['prisma+postgres://accelerate.example/?api_key=k', 'Prisma service'],
    ['postgresql://u:secret#1@h/db', '%23'],
    ['postgresql://u:p@h:port/db', 'port'],
    ['postgresql://u:p@h/%zz', '%25'],
  ])('refuses %j and says why, without the password', (url, why) => {
    expect(() => parseDatabaseUrl(url)).toThrow(
      expect.objectContaining({ code: 'postgres.invalid_url', why: expect.stringContaining(why) }),
    );
    expect(() => parseDatabaseUrl(url)).not.toThrow(/secret/);
  });
});

describe('withDatabase', () => {
  it('changes the database and nothing else', () => {
    expect(withDatabase('postgresql://u:p%2F@h:1/db?schema=s', 'other db/x')).toBe(
      'postgresql://u:p%2F@h:1/other%20db%2Fx?schema=s',
    );
  });
});
