import { describe, expect, it } from 'vitest';
import { processorMs } from '../testing/processor-time.fixture.ts';
import { line, text, writtenText } from './text.ts';

const accepts = (schema: { safeParse: (given: string) => { data?: string | undefined } }, given: string) =>
  schema.safeParse(given).data;

describe('a line', () => {
  it.each([
    ['a title', 'a title'],
    ['  pasted\r\n\tfrom\u2028elsewhere ', 'pasted from elsewhere'],
    ['👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿', '👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['שלום (abc) مرحبا', 'שלום (abc) مرحبا'],
    ['Zalgo Z\u0351\u036b', 'Zalgo Z\u0351\u036b'],
    ['Où\u00a0?', 'Où\u00a0?'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['.', '.'],
    ['Zoe\u0308', 'Zo\u00eb'],
    ['\u212bngstro\u0308m', '\u00c5ngstr\u00f6m'],
    // Counted as it is kept.
    ['e\u0301'.repeat(80), '\u00e9'.repeat(80)],
  ])('takes %j', (given, kept) => {
    expect(accepts(line(80), given)).toBe(kept);
  });

  it.each([
    '',
    ' \n',
    '\u200b\u200b',
    '\u3164',
    '\u2800',
    '\ufeff',
    '\u0301',
    '\u00a0\u00ad',
    '\u202eabc',
    'a\u2066b',
    'a\u0000b',
    'a\u001b[2J',
    'x'.repeat(81),
  ])('refuses %j', (given) => {
    expect(accepts(line(80), given)).toBeUndefined();
  });
});

describe('a text', () => {
  it('keeps its lines, and may be empty where that means something', () => {
    expect(accepts(text(80), ' one\n\n\ttwo\r\n ')).toBe('one\n\n\ttwo');
    expect(accepts(text(80), ' ')).toBe('');
    expect(accepts(text(80), 'a\u0000')).toBeUndefined();
    expect(accepts(writtenText(80), 'one\n\u202etwo')).toBe('one\n\u202etwo');
    for (const given of ['', '\u200b', 'a\u0007']) expect(accepts(writtenText(80), given)).toBeUndefined();
  });

  it('of any length is read in no time', () => {
    const spent = processorMs(() => {
      for (const given of ['\u200b', ' ', '\n', '\u202e', 'a\u0301']) {
        accepts(line(200), given.repeat(100_000));
        accepts(writtenText(40_000), given.repeat(100_000));
      }
    });
    expect(spent).toBeLessThan(5000);
  });
});
