import { splitStatements } from '../script/text/statements.ts';
import { beforeAll, expect, it } from 'vitest';

import { loadParser, parsePlpgsql, parseStatements } from './parse.ts';

beforeAll(loadParser);

const block = (body: string, more = ''): string =>
  `DO ${more} $$ DECLARE x int; r record; BEGIN ${body} END $$`;

it('tells statements, expressions and SQL that is made as text apart', () => {
  const body = `IF g(1) THEN EXECUTE 'DROP TABLE x'; END IF; PERFORM f(1); x := h(2); CALL p(x);
    DELETE FROM t WHERE id = x; FOR r IN EXECUTE 'select 1' LOOP NULL; END LOOP;`;
  const reading = parsePlpgsql(block(body));
  expect(reading).toEqual({
    statements: ['SELECT f(1)', 'CALL p(x)', 'DELETE FROM t WHERE id = x'],
    expressions: ['SELECT g(1)', "SELECT 'DROP TABLE x'", 'SELECT  h(2)', "SELECT 'select 1'"],
    dynamic: ["SELECT 'DROP TABLE x'", "SELECT 'select 1'"],
  });
  expect(parsePlpgsql('DO $$ BEGIN nonsense $$')).toBeUndefined();
});

it('places the statements of a block, and keeps what has no place', () => {
  const text = block('PERFORM f(1); DELETE FROM t WHERE id = x; SELECT a INTO x FROM u;');
  const [whole, ...nested] = parseStatements(splitStatements(text)).statements;
  expect(nested.map((one) => text.slice(one.start, one.end))).toEqual(['DELETE FROM t WHERE id = x']);
  expect(whole?.block?.unread).toEqual([]);
  expect(whole?.block?.others).toHaveLength(2);
});

it.each([
  [block(`EXECUTE 'DROP TABLE t';`), 'runs SQL that it puts together as text (EXECUTE)'],
  ['DO LANGUAGE plpython3u $$ plpy.execute("DROP TABLE t") $$', 'is written in plpython3u'],
  ['DO $$ BEGIN oops $$', 'does not parse as PL/pgSQL'],
])('says what it cannot read of %s', (text, unread) => {
  const [whole] = parseStatements(splitStatements(text)).statements;
  expect(whole?.block?.unread).toContain(unread);
});
