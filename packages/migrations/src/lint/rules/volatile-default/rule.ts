import { quoteIdentifier } from '@agora/postgres';
import { as, each, nameFrom, plain, quoted } from '@agora/postgres/parser';
import type { Node } from 'libpg-query';

import { alterationsOf } from '../../../script/alterations.ts';
import type { SchemaModel, VolatilityFact } from '../../../script/model/schema-model.ts';
import { typeSql, typeText } from '../../../script/model/types.ts';
import type { Rule } from '../../rule.ts';

export const volatileDefault: Rule = {
  name: 'volatile-default',
  severity: 'error',
  category: 'blocks',
  lock: 'ACCESS EXCLUSIVE',
  work: 'rewrites the table',
  summary: 'A new column whose default is computed for every row',
  why: 'A constant or stable default (now(), CURRENT_TIMESTAMP) is stored once, in an instant. A volatile one (gen_random_uuid(), clock_timestamp(), random(), nextval()) must be evaluated for each row: the whole table is rewritten while nobody reads or writes it.',
  *statement(statement, { model }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      const column = command.subtype === 'AT_AddColumn' ? as(command.def, 'ColumnDef') : undefined;
      if (!column || model.isNew(table)) continue;
      for (const constraint of each(column.constraints, 'Constraint')) {
        if (constraint.contype !== 'CONSTR_DEFAULT') continue;
        const culprit = unsteadyCall(constraint.raw_expr, model);
        if (!culprit) continue;
        const start = statement.at(constraint.location);
        const expression = statement.text.slice(start - statement.start, alteration.end - statement.start);
        const sure = culprit.fact.volatility === 'volatile';
        const name = quoteIdentifier(column.colname ?? '');
        yield {
          span: { start, end: alteration.end },
          ...(sure ? {} : { severity: 'warning' as const }),
          message: sure
            ? `${culprit.name}() is volatile${origin(culprit.fact)}: adding ${plain(table)}.${column.colname} rewrites the table.`
            : `Whether ${culprit.name}() is volatile is not known: if it is, adding ${plain(table)}.${column.colname} rewrites the table.`,
          fix: `ALTER TABLE ${quoted(table)} ADD COLUMN ${name} ${typeSql(typeText(column.typeName))};\nALTER TABLE ${quoted(table)} ALTER COLUMN ${name} SET ${expression.replace(/\s+not\s+null\s*$/i, '')};\n-- then fill the old rows in batches, and make it NOT NULL as set-not-null says`,
        };
      }
    }
  },
};

interface Culprit {
  readonly name: string;
  readonly fact: VolatilityFact;
}

/** The first call of a default that is volatile, else the first that is unknown. */
function unsteadyCall(expression: Node | undefined, model: SchemaModel): Culprit | undefined {
  const calls = [...each(expression === undefined ? undefined : [expression], 'FuncCall')].map((call) => {
    const name = nameFrom(call.funcname);
    return { name: plain(name), fact: model.volatilityOf(name) };
  });
  return (
    calls.find(({ fact }) => fact.volatility === 'volatile') ??
    calls.find(({ fact }) => fact.volatility === 'unknown')
  );
}

function origin(fact: VolatilityFact): string {
  if (fact.from === 'history') return ' (as this history creates it)';
  return typeof fact.from === 'object' ? ` (of the extension ${fact.from.extension})` : '';
}
