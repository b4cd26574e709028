import { alterationsOf } from '../../../script/alterations.ts';
import { type Name, type ParsedStatement, plain, quoted } from '@agora/postgres/parser';
import type { Rule } from '../../rule.ts';
import type { SchemaModel } from '../../../script/model/schema-model.ts';

export const triggerDisabled: Rule = {
  name: 'trigger-disabled',
  severity: 'warning',
  category: 'data-loss',
  lock: 'SHARE ROW EXCLUSIVE',
  summary: 'Triggers are turned off',
  why: 'DISABLE TRIGGER ALL also turns off foreign keys. Rows written meanwhile are checked by nobody, then or later; writes to the table wait until the migration ends.',
  *statement(statement, { model, statements }) {
    for (const alteration of alterationsOf(statement)) {
      const { command, table } = alteration;
      if (!(command.subtype ?? '').startsWith('AT_DisableTrig') || model.isNew(table)) continue;
      const again = statements.some((other) => other.start > statement.start && enables(other, table, model));
      yield {
        span: alteration,
        ...(again ? { severity: 'info' as const } : {}),
        message: again
          ? `The triggers of ${plain(table)} do not fire until they are turned on again below.`
          : `The triggers of ${plain(table)} are turned off, and this file does not turn them on again.`,
        fix: `-- in the same file:\nALTER TABLE ${quoted(table)} ${alteration.text.replace(/^disable/i, 'ENABLE')};`,
      };
    }
  },
};

function enables(statement: ParsedStatement, table: Name, model: SchemaModel): boolean {
  return alterationsOf(statement).some(
    (other) =>
      model.key(other.table) === model.key(table) && /^AT_Enable.*Trig/.test(other.command.subtype ?? ''),
  );
}
