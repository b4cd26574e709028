import { as, droppedNames, nameOf } from '@agora/postgres/parser';

import type { Hazard, Row } from '../row.ts';

/** A table or a column that a part before it has made: only this change knows it, and it goes, or gets its name, in a file of its own. */
export const helperGone: Row = {
  rules: ['drop-table', 'drop-column', 'rename-column'],
  rewrite(hazard) {
    const { finding, statement, alteration, head } = hazard;
    if (!isOfThisChange(hazard)) return undefined;
    const text = alteration === undefined ? statement.text : `${head} ${alteration.text}`;
    const why =
      finding.rule === 'rename-column'
        ? 'only the steps of this change know the old name'
        : 'only the steps of this change have used it';
    const allow = `-- agora: allow ${finding.rule} because ${why}`;
    return { drafts: [{ kind: 'change', sql: text, suffix: 'helper', allow }] };
  },
};

function isOfThisChange({ node, alteration, model, first }: Hazard): boolean {
  const isOurs = (madeIn: number | undefined): boolean => (madeIn ?? -1) >= first;
  const rename = as(node, 'RenameStmt');
  if (rename) return isOurs(model.column(nameOf(rename.relation), rename.subname ?? '')?.addedIn);
  if (alteration) return isOurs(model.column(alteration.table, alteration.command.name ?? '')?.addedIn);
  const drop = as(node, 'DropStmt');
  const names = droppedNames(drop?.objects);
  return (
    names.length > 0 &&
    drop?.behavior !== 'DROP_CASCADE' &&
    names.every((name) => isOurs(model.table(name)?.createdIn))
  );
}
