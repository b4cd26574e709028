import { as, droppedNames, type Name, plain } from '@agora/postgres/parser';
import { alterationsOf } from '../../../script/alterations.ts';
import type { SchemaModel } from '../../../script/model/schema-model.ts';
import type { Rule } from '../../rule.ts';

export const dropCascade: Rule = {
  name: 'drop-cascade',
  severity: 'warning',
  category: 'data-loss',
  summary: 'CASCADE drops what the migration does not name',
  why: 'Foreign keys, views, policies and defaults that depend on the object go with it. Which ones they are depends on the database it runs on; a NOTICE is all that is said.',
  directions: ['up'],
  *statement(statement, { model }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      if (command.behavior !== 'DROP_CASCADE' || model.isNew(table)) continue;
      yield {
        span: alteration,
        message: `CASCADE also drops whatever depends on ${plain(table)}.${command.name ?? ''}.`,
        fix: `-- drop the dependents by name first, then without CASCADE:\n${statement.text.replace(/\s+cascade\b/gi, '')};`,
      };
    }
    const drop = as(statement.node, 'DropStmt');
    if (drop?.behavior !== 'DROP_CASCADE' || drop.removeType === 'OBJECT_SCHEMA') return;
    const isTable = drop.removeType === 'OBJECT_TABLE';
    const existing = droppedNames(drop.objects).filter(
      (name) =>
        !model.isNew(name) &&
        // drop-table says that it may be there.
        !(isTable && drop.missing_ok === true && model.table(name) === undefined),
    );
    if (existing.length === 0) return;
    // A column of the type goes with its values.
    const columns = COLUMNS.has(drop.removeType ?? '') && existing.some((name) => mayBeUsed(model, name));
    // At the word itself, so that it stands beside the finding about the drop.
    const at = statement.start + statement.text.search(/\bcascade\b(?!.*\bcascade\b)/is);
    yield {
      span: { start: at, end: at + 'cascade'.length },
      ...(columns ? { severity: 'error' as const } : {}),
      message: `CASCADE also drops whatever depends on ${existing.map(plain).join(', ')}${columns ? ', each column of such a type with all its values' : ''}.`,
      fix: `-- drop the dependents by name first, then without CASCADE:\n${statement.text.replace(/\s+cascade\b/gi, '')};`,
    };
  },
};

/** Kinds of which a column can be. */
const COLUMNS: ReadonlySet<string> = new Set(['OBJECT_TYPE', 'OBJECT_DOMAIN', 'OBJECT_EXTENSION']);

/** Whether a column may be of a type: the history has one, or does not make the type. */
function mayBeUsed(model: SchemaModel, name: Name): boolean {
  const key = model.key(name);
  const type = model.enums.get(key) ?? model.domains.get(key);
  if (type === undefined) return true;
  return [...model.tables.values()].some(({ columns }) =>
    [...columns.values()].some((one) => model.enumOf(one.type) === type || model.domainOf(one.type) === type),
  );
}
