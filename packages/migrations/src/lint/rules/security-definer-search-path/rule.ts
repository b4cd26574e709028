import { as, type Name, nameFrom, type ParsedStatement, plain } from '@agora/postgres/parser';
import type { DefElem } from 'libpg-query';
import type { Rule } from '../../rule.ts';

export const securityDefinerSearchPath: Rule = {
  name: 'security-definer-search-path',
  severity: 'warning',
  category: 'security',
  summary: 'A SECURITY DEFINER function without a search_path of its own',
  why: 'It runs with the rights of its owner and looks names up in the caller’s search_path: who can create a function or table in any schema there can make it run theirs (CVE-2018-1058).',
  *statement(statement, { model, statements }) {
    const made = optionsOf(statement);
    const definer = made?.options.find((option) => option.defname === 'security');
    if (!made || as(definer?.arg, 'Boolean')?.boolval !== true) return;
    const alters = 'AlterFunctionStmt' in statement.node;
    const same = statements.filter((other) => {
      const { name } = optionsOf(other) ?? {};
      return name !== undefined && model.key(name) === model.key(made.name);
    });
    // A function from before may have a search_path of its own.
    if (alters && !same.some(({ node }) => 'CreateFunctionStmt' in node)) return;
    const sets = same.some(
      (other) =>
        (alters || other.start >= statement.start) &&
        optionsOf(other)?.options.some(
          ({ defname, arg }) => defname === 'set' && as(arg, 'VariableSetStmt')?.name === 'search_path',
        ),
    );
    if (sets) return;
    const start = statement.at(definer?.location);
    yield {
      span: { start, end: start + 'SECURITY DEFINER'.length },
      message: `${plain(made.name)} runs with its owner's rights in the caller's search_path.`,
      fix: 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp',
    };
  },
};

/** The options of CREATE or ALTER FUNCTION; undefined for any other statement. */
function optionsOf({ node }: ParsedStatement): { name: Name; options: readonly DefElem[] } | undefined {
  const create = as(node, 'CreateFunctionStmt');
  const alter = as(node, 'AlterFunctionStmt');
  const name = create?.funcname ?? alter?.func?.objname;
  if (name === undefined) return undefined;
  const options = (create?.options ?? alter?.actions ?? []).flatMap((one) => as(one, 'DefElem') ?? []);
  return { name: nameFrom(name), options };
}
