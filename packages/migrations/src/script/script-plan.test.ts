import { refusesTransaction, setsSession, transactionControl } from '@agora/postgres';
import { expect, test } from 'vitest';

import { makeScript } from '../project/folder.ts';
import { planScript } from './script-plan.ts';

const plan = (sql: string) => planScript(makeScript('/m/20240101000000_a/migration.sql', sql));

test('a plain script is one transaction', () => {
  expect(plan('CREATE TABLE a (); INSERT INTO a VALUES (1)')).toMatchObject({
    mode: 'transaction',
    modes: '',
  });
  expect(plan('-- empty')).toMatchObject({ mode: 'transaction', statements: [] });
});

test('BEGIN and COMMIT around the whole file are taken off, with the isolation level kept', () => {
  const found = plan(
    'BEGIN ISOLATION LEVEL SERIALIZABLE;\nCREATE TABLE a ();\nSAVEPOINT s; ROLLBACK TO s;\nCOMMIT;',
  );
  expect(found).toMatchObject({
    mode: 'transaction',
    modes: 'ISOLATION LEVEL SERIALIZABLE',
    statements: [{ text: 'CREATE TABLE a ()' }, { text: 'SAVEPOINT s' }, { text: 'ROLLBACK TO s' }],
  });
  expect(plan('START TRANSACTION; SELECT 1; END;')).toMatchObject({ mode: 'transaction' });
});

test('transactions in the middle are one step each', () => {
  const found = plan('SELECT 1; BEGIN; SELECT 2; SELECT 3; COMMIT; SELECT 4; COMMIT;');
  expect(found).toMatchObject({
    mode: 'statements',
    reason: 'it ends transactions of its own',
    units: [
      { statements: [{ text: 'SELECT 1' }] },
      { statements: [{ text: 'SELECT 2' }, { text: 'SELECT 3' }] },
      { statements: [{ text: 'SELECT 4' }] },
    ],
  });
});

test('a statement that refuses a transaction stands outside of one, its neighbours inside', () => {
  const found = plan('CREATE TABLE a (i int);\nCREATE INDEX CONCURRENTLY i ON a (i);\nSELECT 1;');
  expect(found).toMatchObject({
    mode: 'statements',
    reason: 'line 2 cannot run inside a transaction',
    units: [{ transactional: true }, { transactional: false }, { transactional: true }],
  });
  expect(plan('-- agora: no-transaction\nSELECT 1; SELECT 2')).toMatchObject({
    mode: 'statements',
    units: [{}, {}],
  });
});

test.each([
  ['BEGIN; SELECT 1;', 'never committed'],
  ['BEGIN; BEGIN; COMMIT;', 'inside another'],
  ['SELECT 1; ROLLBACK;', 'rolls a transaction back'],
  ["BEGIN; SELECT 1; PREPARE TRANSACTION 'x';", 'two-phase'],
])('%s is not started', (sql, message) => {
  expect(() => plan(sql)).toThrow(message);
});

test('knows the statements that refuse a transaction', () => {
  const refusing = [
    'create unique index concurrently if not exists i on t (a)',
    'DROP INDEX CONCURRENTLY i',
    'REINDEX TABLE CONCURRENTLY t',
    'REINDEX (VERBOSE, CONCURRENTLY) TABLE t',
    'REINDEX DATABASE d',
    'REINDEX (VERBOSE) SCHEMA s',
    'VACUUM (ANALYZE) t',
    'CREATE DATABASE d',
    'DROP TABLESPACE s',
    "ALTER SYSTEM SET work_mem = '1MB'",
    'ALTER TABLE p DETACH PARTITION c CONCURRENTLY',
    'CLUSTER',
  ];
  const accepting = [
    'CREATE INDEX "concurrently" ON t (a)',
    'REFRESH MATERIALIZED VIEW CONCURRENTLY v',
    'REINDEX TABLE t',
    'REINDEX TABLE schema',
    'ALTER TABLE p DETACH PARTITION c',
    'CLUSTER t USING i',
    "SELECT 'vacuum'",
    'ANALYZE t',
    'ALTER DATABASE d SET work_mem = 1',
    "COMMENT ON DATABASE d IS 'x'",
  ];
  expect(refusing.filter((text) => !refusesTransaction(text))).toEqual([]);
  expect(accepting.filter((text) => refusesTransaction(text))).toEqual([]);
});

test('tells transaction control from what looks like it', () => {
  const found = [
    'BEGIN',
    'end',
    'COMMIT WORK',
    "COMMIT PREPARED 'x'",
    'ROLLBACK',
    'ROLLBACK TO SAVEPOINT s',
    'ROLLBACK WORK TO s',
    'ABORT',
    'SAVEPOINT s',
  ].map(transactionControl);
  expect(found).toEqual([
    'begin',
    'commit',
    'commit',
    undefined,
    'rollback',
    undefined,
    undefined,
    'rollback',
    undefined,
  ]);
  expect(
    [
      "SET search_path = ''",
      'SET LOCAL a = 1',
      "SELECT pg_catalog.set_config('search_path', '', false)",
      'SELECT 1',
    ].map(setsSession),
  ).toEqual([true, false, true, false]);
});
