import { as, nameFrom, plain } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';

export const securityDefinerSearchPath: Rule = {
  name: 'security-definer-search-path',
  severity: 'warning',
  category: 'security',
  summary: 'A SECURITY DEFINER function without a search_path of its own',
  why: 'It runs with the rights of its owner and looks names up in the caller’s search_path: who can create a function or table in any schema there can make it run theirs (CVE-2018-1058).',
  *statement(statement) {
    const create = as(statement.node, 'CreateFunctionStmt');
    const options = (create?.options ?? []).map((node) => as(node, 'DefElem'));
    const definer = options.find((option) => option?.defname === 'security');
    if (!create || as(definer?.arg, 'Boolean')?.boolval !== true) return;
    const sets = options.some(
      (option) => option?.defname === 'set' && as(option.arg, 'VariableSetStmt')?.name === 'search_path',
    );
    if (sets) return;
    const start = statement.at(definer?.location);
    yield {
      span: { start, end: start + 'SECURITY DEFINER'.length },
      message: `${plain(nameFrom(create.funcname))} runs with its owner's rights in the caller's search_path.`,
      fix: 'SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp',
    };
  },
};
