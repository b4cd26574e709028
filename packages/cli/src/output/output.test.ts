import { AgoraError } from '@agora/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { createOutput, wantsColor, type Output, type OutputOptions } from './output.ts';

function open(options: Partial<OutputOptions> & { terminal?: boolean } = {}): {
  out: Output;
  written: { stdout: string; stderr: string };
} {
  const written = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr'): OutputOptions['stdout'] => ({
    isTTY: options.terminal ?? false,
    columns: 80,
    write: (text) => (written[name] += text),
  });
  return {
    out: createOutput({ stdout: sink('stdout'), stderr: sink('stderr'), env: {}, ...options }),
    written,
  };
}

const failure = new AgoraError({
  code: 'cli.fault',
  message: 'It broke.',
  why: 'line 1\nline 2',
  fix: 'agora mend',
});

test('an error is called so once, whoever said it', () => {
  const { out, written } = open();
  out.error(new AgoraError({ code: 'cli.fault', message: 'Error: ERROR: relation "a" does not exist' }));
  expect(written.stderr).toBe('error: relation "a" does not exist [cli.fault]\n');
});

test.each([
  ['write', 'ENOSPC', 'Not written: the disk is full.'],
  ['read', 'EISDIR', 'Not read: it is a folder.'],
])('a %s that does not name its file says what was not done', (syscall, code, message) => {
  const { out, written } = open();
  out.error(Object.assign(new Error(`${code}: as the system says`), { code, syscall }));
  expect(written.stderr.split('\n')[0]).toBe(`error: ${message} [cli.file_system]`);
});

test('a table fits the terminal it goes to, and nothing else', () => {
  const written: string[] = [];
  const sink = (isTTY: boolean): OutputOptions['stdout'] => ({
    isTTY,
    columns: 40,
    write: (text) => written.push(text),
  });
  for (const isTTY of [true, false]) {
    const out = createOutput({ stdout: sink(isTTY), stderr: sink(isTTY), env: { NO_COLOR: '1' } });
    const row = { name: '20261121093000_add_bans', state: 'applied', at: '2026-11-21 09:30:00' };
    out.data(row, () =>
      out.table(
        [row],
        [
          { heading: 'migration', cell: ({ name }) => name },
          { heading: 'state', cell: ({ state }) => state },
          { heading: 'applied', cell: ({ at }) => at },
        ],
      ),
    );
  }
  const [narrow = '', wide = ''] = written;
  expect(Math.max(...narrow.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
  expect(wide.split('\n')[1]).toBe('20261121093000_add_bans  applied  2026-11-21 09:30:00');
});

describe('streams', () => {
  test('data goes to stdout, prose to stderr', () => {
    const { out, written } = open();
    out.note('Working.');
    out.success('Done.');
    out.warn('Careful.\nReally.');
    out.data({ a: 1 }, () => 'a is 1');
    expect(written.stdout).toBe('a is 1\n');
    expect(written.stderr).toBe('Working.\nok Done.\nwarning: Careful.\n         Really.\n');
  });

  test('--json prints the value, and bigint as text', () => {
    const { out, written } = open({ json: true });
    out.data({ rows: 9_007_199_254_740_993n }, () => 'never');
    expect(JSON.parse(written.stdout)).toEqual({ rows: '9007199254740993' });
  });

  test('--quiet leaves data, warnings and errors', () => {
    const { out, written } = open({ quiet: true });
    out.note('a');
    out.success('b');
    out.progress({ label: 'c', intervalMs: 0 }).advance();
    out.warn('d');
    out.data(null, () => 'e');
    expect(written).toEqual({ stdout: 'e\n', stderr: 'warning: d\n' });
  });

  test('details are for --verbose', () => {
    const plain = open();
    plain.out.detail('a');
    const verbose = open({ verbose: true });
    verbose.out.detail('a');
    expect(plain.written.stderr).toBe('');
    expect(verbose.written.stderr).toBe('a\n');
  });
});

describe('errors', () => {
  test('say what, why and how to mend it', () => {
    const { out, written } = open();
    out.error(failure);
    expect(written.stderr).toBe(
      ['error: It broke. [cli.fault]', '  why  line 1', '       line 2', '  fix  agora mend', ''].join('\n'),
    );
    expect(written.stdout).toBe('');
  });

  test('--json puts them on stdout, or on stderr after data', () => {
    const alone = open({ json: true });
    alone.out.error(failure);
    expect(JSON.parse(alone.written.stdout)).toEqual({
      error: { code: 'cli.fault', message: 'It broke.', why: 'line 1\nline 2', fix: 'agora mend' },
    });
    const late = open({ json: true });
    late.out.data([1], () => '');
    late.out.error(failure);
    expect(JSON.parse(late.written.stdout)).toEqual([1]);
    expect(JSON.parse(late.written.stderr)).toHaveProperty('error.code', 'cli.fault');
  });

  test('an expected one shows its stack only with --verbose', () => {
    const plain = open();
    plain.out.error(failure);
    const verbose = open({ verbose: true });
    verbose.out.error(new AgoraError({ code: 'cli.fault', message: 'Outer.', cause: new Error('inner') }));
    expect(plain.written.stderr).not.toContain('output.test.ts');
    expect(verbose.written.stderr).toContain('output.test.ts');
    expect(verbose.written.stderr).toContain('caused by: Error: inner');
  });

  test('an unexpected one always shows it', () => {
    const { out, written } = open();
    out.error(new TypeError('undefined is not a function'));
    expect(written.stderr).toContain('this is a bug');
    expect(written.stderr).toMatch(/TypeError: undefined is not a function\n\s+at .*output\.test\.ts/);
  });
});

describe('steps', () => {
  // However long the machine stands still meanwhile, a step takes no time.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  test('are one plain line in a pipe, and keep the result', async () => {
    const { out, written } = open();
    await expect(
      out.step('Migrations', async (step) => {
        step.note('half way');
        return 7;
      }),
    ).resolves.toBe(7);
    expect(written.stderr).toBe('ok Migrations 0 ms\n');
  });

  test('are one redrawn line on a terminal', async () => {
    const { out, written } = open({ terminal: true, env: { NO_COLOR: '1' } });
    await out.step('Migrations', async (step) => step.note('half way'));
    const lines = written.stderr.split('\r\u001b[2K');
    expect(lines).toEqual(['◇ Migrations …', '◇ Migrations half way', '✔ Migrations 0 ms\n']);
  });

  test('let a failure through, and say which step it was', async () => {
    const { out, written } = open();
    await expect(out.step('Migrations', () => Promise.reject(failure))).rejects.toBe(failure);
    expect(written.stderr).toBe('failed Migrations\n');
  });
});

test.each([
  ['terminal', true, {}, undefined, true],
  ['pipe', false, {}, undefined, false],
  ['NO_COLOR', true, { NO_COLOR: '1' }, undefined, false],
  ['empty NO_COLOR', true, { NO_COLOR: '' }, undefined, true],
  ['--no-color', true, {}, false, false],
  ['FORCE_COLOR in a pipe', false, { FORCE_COLOR: '1' }, undefined, true],
  ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, undefined, false],
  ['NO_COLOR above FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, undefined, false],
  ['dumb terminal', true, { TERM: 'dumb' }, undefined, false],
])('colours: %s', (_name, isTerminal, env, flag, expected) => {
  expect(wantsColor({ isTerminal }, env, flag)).toBe(expected);
});
