import { describe, expect, it } from 'vitest';
import { clientConfig, leadsToCitus, readTarget } from './connection-target.ts';
import { parseDatabaseUrl, withDatabase, withNamedDatabase, withParameters } from './database-url.ts';
import { hostsOf } from './hosts.ts';

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

  it('reads several hosts, and changes what they have in common', () => {
    const url = 'postgresql://us%40er:p%2Cw@one:5433,two/forum?target_session_attrs=read-write';
    expect(hostsOf(url)).toEqual([
      'postgresql://us%40er:p%2Cw@one:5433/forum?target_session_attrs=read-write',
      'postgresql://us%40er:p%2Cw@two/forum?target_session_attrs=read-write',
    ]);
    expect(parseDatabaseUrl(url)).toMatchObject({
      host: 'one',
      port: 5433,
      href: url,
      redacted: 'postgresql://us%40er:***@one:5433,two/forum?target_session_attrs=read-write',
    });
    expect(withDatabase(withParameters(url, { target_session_attrs: undefined }), 'other')).toBe(
      'postgresql://us%40er:p%2Cw@one:5433,two/other',
    );
    expect(() => parseDatabaseUrl('postgresql://one,two:port/forum')).toThrow(/cannot be understood/);
    expect(hostsOf('postgresql://a,b:c,d@one/forum?options=x,y')).toHaveLength(1);
    expect(hostsOf('postgresql://a:p@s,s@one/forum')).toHaveLength(1);
    expect(hostsOf('postgresql:///forum?host=/run/pg')).toHaveLength(1);
  });

  it('fills in what is left out', () => {
    expect(parseDatabaseUrl('postgres://ann@h')).toMatchObject({ port: 5432, database: 'ann' });
    expect(parseDatabaseUrl('postgresql:///db?host=/run/pg&password=x')).toMatchObject({ host: '/run/pg' });
    expect(parseDatabaseUrl('postgresql://a:x&y=z@h/db%26c=d?e=f&g=h')).toMatchObject({ database: 'db&c=d' });
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
    ['"postgresql://u:secret@h/db"', 'quotation mark'],
    [' postgresql://u:secret@h/db', 'a space'],
    ['DATABASE_URL=postgresql://u:secret@h/db', 'after the "="'],
    ['$DATABASE_URL', 'a variable'],
    ['postgresql://u:secret@h:${PORT}/db', 'a variable'],
    ['postgresql://${USER}:secret@h/db', 'It holds ${USER}'],
    ['postgresql://u:secret@h/db&schema=app', 'write "?"'],
    ['POSTGRESQL://u:secret@h/db', 'small letters'],
    ['postgres://postgres://u:secret@h/db', 'twice'],
    ['postgresql://u:12/secret@h/db', '%2F'],
    ['postgresql://u:12?secret@h/db', '%3F'],
    ['postgresql://u:secret@::1/db', 'brackets'],
    ['postgresql://u:secret@h:0/db', 'from 1 to 65535'],
    ['postgresql://u@h/db?port=abc', 'from 1 to 65535'],
    ['postgresql://u@h/db?host=a,b', 'before the database'],
    ['postgresql://u@h/db?connect_timeout=soon', 'seconds'],
    ['postgresql://u@h/db?sslmode=verify_full', 'verify-ca, verify-full'],
    ['postgresql://u@h/db?sslaccept=STRICT', 'strict, accept_invalid_certs'],
    ['postgresql://u@h/db?ssl=maybe', 'true'],
    ['postgresql://u@h/db?pgbouncer=1', 'true, false'],
    ['postgresql://u@h/db?target_session_attrs=rw', 'read-write'],
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

describe('withParameters', () => {
  it('sets, changes and takes away', () => {
    const url = 'postgresql://u@h/db?schema=s&options=-c%20a%3Db';
    expect(withParameters(url, { schema: 'other', options: undefined, sslmode: 'require' })).toBe(
      'postgresql://u@h/db?schema=other&sslmode=require',
    );
  });
});

describe('readTarget', () => {
  it('reads what Prisma reads, and what it says by default', () => {
    const url =
      'postgresql://u%20x:p%40@[::1]:6543/d%2Fb?schema=s&sslmode=verify-full&connect_timeout=7&options=-c%20geqo%3Doff';
    expect(readTarget(url)).toMatchObject({
      host: '::1',
      port: 6543,
      user: 'u x',
      password: 'p@',
      database: 'd/b',
      schema: 's',
      connectTimeoutMs: 7000,
      tls: { mode: 'require', options: { rejectUnauthorized: true } },
    });
    expect(readTarget('postgres://u@h/d')).toMatchObject({
      port: 5432,
      schema: 'public',
      connectTimeoutMs: undefined,
      tls: { mode: 'prefer', options: { rejectUnauthorized: false } },
    });
    expect(readTarget('postgresql:///d?host=/run/pg&sslmode=require')).toMatchObject({
      tls: { mode: 'disable' },
    });
    expect(clientConfig(url, { application_name: 'x' })).toMatchObject({
      connectionTimeoutMillis: 7000,
      options: '-c geqo=off',
      application_name: 'x',
    });
    expect(clientConfig('postgres://u@h/d?application_name=mine', { application_name: 'x' })).toMatchObject({
      application_name: 'mine',
    });
  });

  it('leaves the limit of a statement to the client where a pooler refuses settings', () => {
    const limited = { statement_timeout: 500, lock_timeout: 100 };
    expect(clientConfig('postgres://u@h/d', limited)).toMatchObject(limited);
    const pooled = clientConfig('postgres://u@h/d?pgbouncer=true', limited);
    expect(pooled).toMatchObject({ query_timeout: 500 });
    expect(Object.keys(pooled).filter((name) => name in limited)).toEqual([]);
  });

  it('takes a parameter without a value as none, and ssl as other drivers do', () => {
    expect(
      readTarget('postgres://u@h/d?sslmode=&sslaccept=&connect_timeout=&port=&pgbouncer='),
    ).toMatchObject({
      port: 5432,
      connectTimeoutMs: undefined,
      tls: { mode: 'prefer' },
    });
    expect(readTarget('postgres://u@h/d?connect_timeout=-1').connectTimeoutMs).toBe(0);
    expect(
      ['ssl=false', 'ssl=true', 'ssl=no-verify', 'ssl=false&sslmode=require', 'sslmode=&ssl=1'].map(
        (words) => readTarget(`postgres://u@h/d?${words}`).tls.mode,
      ),
    ).toEqual(['disable', 'require', 'require', 'require', 'require']);
  });

  it('leads to a cluster only where the URL says so', () => {
    expect(
      ['?citus=true', '?citus=false', ''].map((words) => leadsToCitus(`postgres://u@h/d${words}`)),
    ).toEqual([true, false, false]);
  });

  it('asks for the name of a database where it would be guessed', () => {
    const named = ['postgres://u@h/d', 'postgres://u@h?dbname=d', 'postgres://a,b:1/d', 'postgresql:///d'];
    expect(named.map(withNamedDatabase)).toEqual(named);
    for (const url of [
      'postgres://u@h',
      'postgres://u@h/',
      'postgres://u@h:5432?schema=app',
      'postgres://a,b',
    ])
      expect(() => withNamedDatabase(url)).toThrow(
        expect.objectContaining({ code: 'postgres.invalid_url', why: 'It names no database.' }),
      );
  });
});
