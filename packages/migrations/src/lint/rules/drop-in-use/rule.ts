import { as } from '@agora/postgres/parser';

import { droppedObjects, remade } from '../../../script/model/objects.ts';
import type { Rule } from '../../rule.ts';
import { transactionOf } from '../../transactions.ts';

export const dropInUse: Rule = {
  name: 'drop-in-use',
  severity: 'warning',
  category: 'breaks-code',
  lock: 'ACCESS EXCLUSIVE',
  summary: 'A view, function, trigger or sequence is dropped',
  why: 'Running code that reads the view or calls the function fails; what a trigger kept up is kept up no more, without a word; a default that drew from the sequence is gone.',
  directions: ['up'],
  *statement(statement, scope) {
    const { model, statements } = scope;
    const drop = as(statement.node, 'DropStmt');
    const what = KINDS[drop?.removeType ?? ''];
    if (what === undefined) return;
    for (const { id, label } of droppedObjects(model, drop)) {
      const known = model.objects.get(id);
      // Of a name that the same file gave, no code knows; rename-table speaks of the one before.
      if (model.isUnseen(known?.createdIn) || model.isUnseen(known?.namedIn)) continue;
      // Code cannot call it, and PostgreSQL keeps it as long as a trigger does.
      if (known?.returnsTrigger && drop?.behavior !== 'DROP_CASCADE') continue;
      const next = remade(model, id, statement, statements);
      const again = next !== undefined;
      const transaction = transactionOf(statement, scope);
      if (again && transaction !== undefined && transaction === transactionOf(next, scope)) continue;
      const guessed = known === undefined && drop?.missing_ok === true;
      yield {
        // What is no relation is no table that a query could wait for.
        ...(RELATIONS.has(what) ? {} : { hold: {} }),
        message: again
          ? `Code that uses the ${what} ${label} fails until it is made again: both do not stand in one transaction.`
          : guessed
            ? `No migration makes the ${what} ${label}: where there is one all the same, code that uses it fails.`
            : `Code that still uses the ${what} ${label} fails, or works on without it.`,
        fix: again
          ? '-- in one transaction, nobody sees it missing'
          : '-- 1. release code that does without it\n-- 2. then, in a later migration:\n-- agora: allow drop-in-use because no released code has used it since <version>',
      };
    }
  },
};

const KINDS: Readonly<Partial<Record<string, string>>> = {
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_ROUTINE: 'routine',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_SEQUENCE: 'sequence',
};

/** Kinds that are relations, or belong to one. */
const RELATIONS: ReadonlySet<string> = new Set(['view', 'materialized view', 'sequence', 'trigger']);
