import { as, droppedNames, plain } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';

export const dropTable: Rule = {
  name: 'drop-table',
  severity: 'error',
  category: 'data-loss',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A table is dropped',
  why: 'Its rows are gone, and every query of code that still knows the table fails.',
  directions: ['up'],
  *statement(statement, { model }) {
    const drop = as(statement.node, 'DropStmt');
    if (drop?.removeType !== 'OBJECT_TABLE') return;
    const existing = droppedNames(drop.objects).filter((name) => !model.isNew(name));
    const [guessed, known] = [true, false].map((isGuess) =>
      existing.filter((name) => isGuess === (drop.missing_ok === true && model.table(name) === undefined)),
    );
    const fix = `-- 1. release code that no longer uses the table\n-- 2. keep a copy if anyone may ask for it: agora backup create, or CREATE TABLE ... AS TABLE ...\n-- 3. then, in a later migration:\n-- agora: allow drop-table because no released code has used it since <version>\n${statement.text};`;
    if (known && known.length > 0) {
      const them = known.length === 1 ? 'it' : 'them';
      yield {
        message: `Dropping ${known.map(plain).join(', ')} loses every row and breaks code that still uses ${them}.`,
        fix,
      };
    }
    if (guessed && guessed.length > 0) {
      yield {
        guess: true,
        message: `No migration makes ${guessed.map(plain).join(', ')}: where there is such a table all the same, its rows are lost.`,
        fix,
      };
    }
  },
};
