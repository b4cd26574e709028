import { describe, expect, it } from 'vitest';
import type { QueryDescription } from '../describe-query.ts';
import { renderModule } from './render-module.ts';
import { readSqlFile } from './sql-file.ts';

const file = (body: string) => readSqlFile('some/file.sql', `-- Not Prisma: a test.\n${body}`);
const type = (base: string) => ({ name: base, base, array: false, labels: undefined });
const column = (base: string, nullable: boolean, name = 'a') => ({ name, type: type(base), nullable });
const columns = (...list: ReturnType<typeof column>[]): QueryDescription => ({
  parameters: [],
  columns: list,
});

const style = {
  home: '/some/sql/index.ts',
  types: { int4: { column: 'number' }, timestamptz: { column: 'Date', parameter: 'Date | string' } },
  command: 'generate',
};
const render = (body: string, ...descriptions: readonly QueryDescription[]) =>
  renderModule(file(body), descriptions, style);

describe('a .sql file', () => {
  it('has parameters by name, each once, and no others', () => {
    const [{ text, parameters } = { text: '', parameters: [] }] = file(
      `SELECT :one::text, ':not', "a:not", $$ :not $$, E'\\':not' -- :not
       /* :not */ FROM t WHERE a[1:2] = :two AND b = :one AND c::text = 'x'`,
    ).statements;
    expect(parameters).toEqual(['one', 'two']);
    expect(text).toContain("SELECT $1::text, ':not', \"a:not\", $$ :not $$, E'\\':not' -- :not");
    expect(text).toContain("WHERE a[1:2] = $2 AND b = $1 AND c::text = 'x'");
  });

  it('says why it is one, and nothing of parameters that it has not', () => {
    expect(() => readSqlFile('a.sql', 'SELECT 1 AS one')).toThrow(/why this is SQL/);
    expect(() => file('-- :none may be null.\nSELECT 1 AS one')).toThrow(/names :none/);
    expect(file('-- :a may be null.\n-- b is never null.\nSELECT :a AS b')).toMatchObject({
      reason: 'Not Prisma: a test.',
      nullable: ['a'],
      neverNull: ['b'],
    });
  });

  it('holds several statements, each with parameters numbered by itself and its place', () => {
    const { statements } = file("SELECT :a, ';';\n-- Why.\nSELECT :b, :a;\n");
    expect(statements).toEqual([
      { text: "SELECT $1, ';'", parameters: ['a'], linesAhead: 1 },
      { text: 'SELECT $1, $2', parameters: ['b', 'a'], linesAhead: 3 },
    ]);
  });
});

describe('its module', () => {
  it('does not say of a column what the database knows, nor answer what has no type here', () => {
    const known = columns(column('int4', false));
    expect(() => render('-- a is never null.\nSELECT a', known)).toThrow(/the server knows/);
    expect(() => render('-- b is never null.\nSELECT a', columns(column('int4', true)))).toThrow(
      /no column b/,
    );
    expect(() => render('SELECT a', columns(column('tsvector', false)))).toThrow(/no type/);
    expect(render('SELECT a', columns(column('timestamptz', true)))).toContain('readonly a: Date | null;');
    expect(render('SELECT a', known)).toMatch(/import \{ sql \} from '.*\/some\/sql\/index\.ts';/);
  });

  it('has one type for all of its statements', () => {
    const two = 'SELECT a FROM t WHERE b = :b; SELECT a FROM u';
    const first = { ...columns(column('int4', false)), parameters: [type('timestamptz')] };
    const text = render(two, first, columns(column('int4', true)));
    expect(text).toContain('readonly a: number | null;');
    expect(text).toContain('readonly b: Date | string;');
    expect(text).toMatch(/fileSql = \[sql<FileParameters, FileRow>\(\{\s+name: 'file-1'/);
    expect(() => render(two, first, columns(column('int4', false, 'z')))).toThrow(/different columns/);
    expect(() => render(`${two} WHERE b = :b`, first, { ...first, parameters: [type('int4')] })).toThrow(
      /:b is Date \| string in one statement, and number in another/,
    );
  });
});
