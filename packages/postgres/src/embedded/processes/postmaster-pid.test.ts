import { describe, expect, it } from 'vitest';
import { parsePostmasterPid } from './postmaster-pid.ts';

describe('parsePostmasterPid', () => {
  it.each([
    [
      'a server that is ready',
      '42\n/data\n1763\n5433\n\n127.0.0.1\n  1 2\nready   \n',
      { pid: 42, port: 5433, ready: true },
    ],
    [
      'one that is starting',
      '42\n/data\n1763\n5433\n\n127.0.0.1\n  1 2\nstarting\n',
      { pid: 42, port: 5433, ready: false },
    ],
    [
      'lines as Windows ends them',
      '42\r\nC:/data\r\n1763\r\n5433\r\n\r\n127.0.0.1\r\n  1 2\r\nready\r\n',
      { pid: 42, port: 5433, ready: true },
    ],
    ['a file half written', '42\n/da', { pid: 42, port: undefined, ready: false }],
    ['an empty file', '', undefined],
  ])('reads %s', (_name, text, expected) => {
    expect(parsePostmasterPid(text)).toEqual(expected);
  });
});
