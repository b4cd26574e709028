import { as, droppedNames, plain } from '@agora/postgres/parser';
import { alterationsOf } from '../../../script/alterations.ts';
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
    // At the word itself, so that it stands beside the finding about the drop.
    const at = statement.start + statement.text.search(/\bcascade\b(?!.*\bcascade\b)/is);
    yield {
      span: { start: at, end: at + 'cascade'.length },
      message: `CASCADE also drops whatever depends on ${existing.map(plain).join(', ')}.`,
      fix: `-- drop the dependents by name first, then without CASCADE:\n${statement.text.replace(/\s+cascade\b/gi, '')};`,
    };
  },
};
