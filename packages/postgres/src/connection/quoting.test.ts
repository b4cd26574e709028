import { describe, expect, it } from 'vitest';
import { serverUrl } from '../server.fixture.ts';
import { withConnection } from './connection.ts';
import { quoteIdentifier, quoteLiteral } from './quoting.ts';

const odd = [
  'plain',
  'Two Words',
  'quo"te',
  "apo'strophe",
  String.raw`back\slash`,
  'Ünïcode 日本',
  '$1',
  ';--',
];

describe('quoting', () => {
  it('comes back from the server unchanged', async () => {
    await withConnection(await serverUrl(), async (client) => {
      for (const text of odd) {
        const { fields, rows } = await client.query(
          `SELECT ${quoteLiteral(text)} AS ${quoteIdentifier(text)}`,
        );
        expect(fields[0]?.name).toBe(text);
        expect(rows[0]).toEqual({ [text]: text });
      }
    });
  });

  it.each(['', 'a\0b', 'x'.repeat(64), 'é'.repeat(32)])('refuses the name %j', (name) => {
    expect(() => quoteIdentifier(name)).toThrow(expect.objectContaining({ code: 'postgres.invalid_name' }));
  });
});
