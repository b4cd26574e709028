import { as, nameFrom, plain } from '@agora/postgres/parser';

import type { Rule } from '../../rule.ts';

export const banAlterDomainWithAddConstraint: Rule = {
  name: 'ban-alter-domain-with-add-constraint',
  severity: 'error',
  category: 'blocks',
  lock: 'SHARE',
  work: 'reads every row',
  summary: 'A constraint is added to a domain, or validated',
  why: 'Every column of that domain, in every table, is scanned while writes to those tables wait. A check on the column can be added NOT VALID and validated table by table.',
  *statement(statement, { model }) {
    const alter = as(statement.node, 'AlterDomainStmt');
    // C adds a constraint, O sets NOT NULL, V validates a constraint (AlterDomainType).
    if (!['C', 'O', 'V'].includes(alter?.subtype ?? '')) return;
    const domain = nameFrom(alter?.typeName);
    if (model.isUnseen(model.domains.get(model.key(domain))?.createdIn)) return;
    if (as(alter?.def, 'Constraint')?.skip_validation) return;
    yield {
      message: `Every column of the domain ${plain(domain)} is scanned while writes to its table wait.`,
      fix: '-- for each column of the domain:\nALTER TABLE <table> ADD CONSTRAINT <name> CHECK (...) NOT VALID;\n-- then, in the next migration:\nALTER TABLE <table> VALIDATE CONSTRAINT <name>;',
    };
  },
};
