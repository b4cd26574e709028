import { describe, expect, it } from 'vitest';
import { AgoraError } from '@agora/core';
import { sqlState } from './server-error.ts';

describe('sqlState', () => {
  it.each([
    ['an error of pg', { code: '23505', severity: 'ERROR', message: 'x' }, '23505'],
    [
      'an AgoraError around it',
      new AgoraError({
        code: 'postgres.sql_error',
        message: 'x',
        cause: { code: '55P03', severity: 'ERROR' },
      }),
      '55P03',
    ],
    [
      'a driver adapter error',
      { name: 'DriverAdapterError', cause: { kind: 'TransactionWriteConflict', originalCode: '40001' } },
      '40001',
    ],
    [
      'a driver adapter error that was not mapped',
      { cause: { kind: 'postgres', code: '42501', severity: 'ERROR' } },
      '42501',
    ],
    [
      "Prisma's error around that",
      { code: 'P2034', meta: { driverAdapterError: { cause: { originalCode: '40P01' } } } },
      '40P01',
    ],
  ])('reads %s', (_name, error, expected) => {
    expect(sqlState(error)).toBe(expected);
  });

  it.each([
    ["Node's EPIPE", Object.assign(new Error('x'), { code: 'EPIPE' })],
    ["Prisma's P2010", { code: 'P2010', message: 'x' }],
    ['a text', '23505'],
    ['nothing', undefined],
  ])('is not fooled by %s', (_name, error) => {
    expect(sqlState(error)).toBeUndefined();
  });

  it('survives a circle of causes', () => {
    const error: { cause?: unknown } = {};
    error.cause = { cause: error };
    expect(sqlState(error)).toBeUndefined();
  });
});
