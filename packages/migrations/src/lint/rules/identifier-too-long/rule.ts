import { as, each, type Name, nameFrom, nameOf, type ParsedStatement } from '@agora/postgres/parser';

import { alterationsOf } from '../../../script/alterations.ts';
import { type CutName, cutNamesIn } from '../../../script/model/cut-names.ts';
import type { SchemaModel } from '../../../script/model/schema-model.ts';
import type { Rule } from '../../rule.ts';

export const identifierTooLong: Rule = {
  name: 'identifier-too-long',
  severity: 'warning',
  category: 'fails',
  summary: 'A name is longer than 63 bytes',
  why: 'PostgreSQL cuts it off with no more than a notice; two names that agree in their first 63 bytes are one, and Prisma then sees a difference in every diff.',
  *statement(statement, { model }) {
    const cuts = [...cutNamesIn(statement.text)];
    if (cuts.length === 0) return;
    const written = [...cuts];
    for (const { name, taken, skips } of namesGiven(statement, model)) {
      const at = cuts.findIndex(({ cut }) => cut === name);
      const [found] = at === -1 ? [] : cuts.splice(at, 1);
      if (!found) continue;
      const other = taken ? otherSpelling(found, model, written) : undefined;
      yield {
        span: { start: statement.start + found.start, end: statement.start + found.end },
        ...(other === undefined ? {} : { severity: 'error' as const }),
        message:
          other === undefined
            ? `"${found.spelled}" is cut to "${name}".`
            : `"${found.spelled}" and "${other}" are both cut to "${name}"${skips ? ': IF NOT EXISTS then makes nothing, without a word' : ', which exists already: this fails'}.`,
        fix: '-- schema.prisma: give a shorter name with map: "..."',
      };
    }
  },
};

/** Another long name that was cut to the same; the name itself where it was written as it is. */
function otherSpelling(
  { cut, spelled }: CutName,
  model: SchemaModel,
  written: readonly CutName[],
): string | undefined {
  const here = written.filter((one) => one.cut === cut).map((one) => one.spelled);
  const all = [...(model.cutNames.get(cut) ?? [cut]), ...here];
  return all.find((one) => one !== spelled);
}

interface Given {
  readonly name: string;
  /** Whether something has it already. */
  readonly taken: boolean;
  /** Whether the statement then does nothing. */
  readonly skips: boolean;
}

/** The names that a statement gives: to relations, to columns and constraints, by renaming. */
function namesGiven(statement: ParsedStatement, model: SchemaModel): readonly Given[] {
  const { node } = statement;
  const relation = (name: Name, skips = false): Given => ({
    name: name.name,
    taken: isRelation(model, name),
    skips,
  });
  const index = as(node, 'IndexStmt');
  if (index?.idxname !== undefined) {
    const { schema } = nameOf(index.relation);
    const name = { name: index.idxname, ...(schema === undefined ? {} : { schema }) };
    return [relation(name, index.if_not_exists)];
  }
  const create = as(node, 'CreateStmt');
  if (create) {
    const names = [...each(create.tableElts, 'ColumnDef'), ...each(create.tableElts, 'Constraint')].flatMap(
      (one) => ('colname' in one ? one.colname : 'conname' in one ? one.conname : undefined) ?? [],
    );
    const doubled = (name: string, at: number): boolean => names.indexOf(name) !== at;
    return [
      relation(nameOf(create.relation), create.if_not_exists),
      ...names.map((name, at) => ({ name, taken: doubled(name, at), skips: false })),
    ];
  }
  const made =
    as(node, 'ViewStmt')?.view ??
    as(node, 'CreateTableAsStmt')?.into?.rel ??
    as(node, 'CreateSeqStmt')?.sequence;
  if (made) return [relation(nameOf(made), as(node, 'CreateTableAsStmt')?.if_not_exists)];
  const type = as(node, 'CreateEnumStmt')?.typeName;
  if (type) {
    const name = nameFrom(type);
    return [{ name: name.name, taken: model.enums.has(model.key(name)), skips: false }];
  }
  const rename = as(node, 'RenameStmt');
  if (rename) return [{ name: rename.newname ?? '', taken: false, skips: false }];
  return alterationsOf(statement).flatMap(({ table, command }) => {
    const column = as(command.def, 'ColumnDef')?.colname;
    if (command.subtype === 'AT_AddColumn' && column !== undefined) {
      const taken = model.column(table, column) !== undefined;
      return [{ name: column, taken, skips: command.missing_ok === true }];
    }
    const constraint = as(command.def, 'Constraint')?.conname;
    if (command.subtype !== 'AT_AddConstraint' || constraint === undefined) return [];
    const taken = model.table(table)?.constraints.some(({ name }) => name === constraint) ?? false;
    return [{ name: constraint, taken, skips: false }];
  });
}

function isRelation(model: SchemaModel, name: Name): boolean {
  const key = model.key(name);
  return model.tables.has(key) || model.indexes.has(key) || model.objects.has(`relation:${key}`);
}
