import { expect, test } from 'vitest';

import { chooseEnvironment, isOnThisMachine } from './choose-environment.ts';

const here = 'postgresql://me:secret@127.0.0.1:5432/shop';
const elsewhere = 'postgresql://me@db.example.com/shop';

test('--env wins over AGORA_ENV, which wins over NODE_ENV, which wins over where the database is', () => {
  const env = { AGORA_ENV: 'preview', NODE_ENV: 'staging' };
  expect(chooseEnvironment({ option: 'production', env, url: here })).toMatchObject({
    name: 'production',
    why: '--env',
  });
  expect(chooseEnvironment({ env, url: here })).toMatchObject({ name: 'preview', why: 'AGORA_ENV' });
  expect(chooseEnvironment({ env: { ...env, AGORA_ENV: '' }, url: here })).toMatchObject({
    name: 'staging',
    why: 'NODE_ENV',
  });
});

test('with none of them, a database here is development and any other is production', () => {
  const env = { NODE_ENV: 'test' };
  expect(chooseEnvironment({ env, url: here })).toEqual({
    name: 'development',
    why: 'the database is on this machine',
    named: false,
  });
  expect(chooseEnvironment({ env, url: elsewhere })).toMatchObject({ name: 'production', named: false });
  expect(chooseEnvironment({ env, url: undefined })).toMatchObject({ name: 'development', named: false });
  expect(chooseEnvironment({ env, url: 'localhost:5432/shop' })).toEqual({
    name: 'production',
    why: 'the database URL cannot be understood',
    named: false,
  });
});

test.each([
  [here, true],
  ['postgres://localhost/x', true],
  ['postgres://LOCALHOST:5432/x', true],
  ['postgres://u:p%40w@[::1]:5432/x', true],
  ['postgresql:///x', true],
  ['postgresql://u@localhost/x?host=/var/run/postgresql', true],
  ['postgresql://u@/x?host=%2Fvar%2Frun%2Fpostgresql', true],
  ['postgresql://%2Fvar%2Frun/x', true],
  ['prisma+postgres://localhost:51213/?api_key=x', true],
  [elsewhere, false],
  ['postgres://localhost.example.com/x', false],
  ['postgres://127.0.0.1,db.example.com/x', false],
  ['postgres://127.0.0.1:5432,localhost:5433/x', true],
  ['postgres://127.0.0.1/x?host=db.example.com', false],
  ['postgres://u:p@127.0.0.1@db.example.com/x', false],
  ['postgres://10.0.0.1/x', false],
  ['nonsense', false],
])('%s is on this machine: %s', (url, expected) => {
  expect(isOnThisMachine(url)).toBe(expected);
});
