import { as, each, LineIndex, type ParsedStatement, parseStatements } from '@agora/postgres/parser';
import { refusesTransaction, splitStatements } from '@agora/postgres';

import type { Finding } from '../../lint/finding.ts';
import { type Alteration, alterationsOf } from '../../script/alterations.ts';
import { applyStatement } from '../../script/model/apply-statement.ts';
import type { SchemaModel } from '../../script/model/schema-model.ts';
import { commentsOf } from './comments.ts';
import { effectsOf } from './effects.ts';
import type { Facts } from './facts.ts';
import { isFelt, leave, type LeftFinding } from './left.ts';
import { gatherParts, type Step } from './parts.ts';
import { rows } from './rows/index.ts';
import type { Draft, Part, Rewriting } from './step.ts';

export interface ScriptToRewrite {
  /** Without directives. */
  readonly sql: string;
  /** What the linter says of it, and nobody has allowed. */
  readonly findings: readonly Finding[];
  /** The schema before it. */
  readonly model: SchemaModel;
  readonly facts: Facts;
}

export interface RewrittenScript {
  /** One part that is the script as it was, where nothing was rewritten. */
  readonly parts: readonly Part[];
  readonly rewritten: readonly Finding[];
  readonly left: readonly LeftFinding[];
  /** Columns whose values come in another order of rows. */
  readonly reordered: readonly string[];
}

/** Takes a script apart: each hazard that a row of the table takes becomes its steps, everything else stays as it is. `loadParser()` comes first. */
export function rewriteScript(script: ScriptToRewrite): RewrittenScript {
  const { sql, facts } = script;
  const model = script.model.fork();
  const lines = new LineIndex(sql);
  const at = ({ line, column }: Finding): number => lines.startOf(line) + column - 1;
  const { statements } = parseStatements(splitStatements(sql));
  const whole = statements.filter(({ nested }) => !nested);
  const comments = commentsOf(sql, whole);
  const steps: Step[] = [];
  const rewritten: Finding[] = [];
  const left: LeftFinding[] = [];
  const reordered: string[] = [];
  const added = new Map<string, string>();
  for (const [index, statement] of whole.entries()) {
    const inside = script.findings.filter((one) => at(one) >= statement.start && at(one) < statement.end);
    const alterations = alterationsOf(statement);
    const head = statement.text.slice(0, (alterations[0]?.start ?? statement.start) - statement.start).trim();
    const first = steps.length;
    const consumed = new Set<number>();
    const taken = (alteration?: Alteration): readonly Draft[] | undefined => {
      const own = inside.filter(
        (one) => alteration === undefined || (at(one) >= alteration.start && at(one) < alteration.end),
      );
      for (const finding of own) {
        const nested = statements.find(
          (one) => one.nested && one.start <= at(finding) && at(finding) < one.end,
        );
        const place = { finding, statement: nested ?? statement, node: (nested ?? statement).node };
        const answer = ask({
          ...place,
          ...(alteration && !nested ? { alteration } : {}),
          alterations,
          head,
          model,
          facts,
        });
        if (answer === undefined || 'left' in answer || nested !== undefined) {
          const reason =
            nested === undefined ? (answer && 'left' in answer ? answer.left : undefined) : NESTED;
          if (isFelt(finding)) left.push(leave(finding, reason));
          continue;
        }
        rewritten.push(...own.slice(own.indexOf(finding)).filter(({ rule }) => TAKEN.has(rule)));
        for (const place of answer.consumes ?? []) consumed.add(place);
        reordered.push(...(answer.reordered ?? []));
        return answer.drafts;
      }
      return undefined;
    };
    if (alterations.length === 0) {
      const drafts = taken();
      if (drafts === undefined) steps.push(kept(statement, model));
      else steps.push(...made(drafts, model));
    } else {
      const found = alterations.map((one) => taken(one));
      for (const [place, alteration] of alterations.entries()) {
        const drafts = found[place];
        if (drafts !== undefined) steps.push(...made(drafts, model));
        else if (!consumed.has(place)) {
          const text = alterations.length === 1 ? statement.text : `${head} ${alteration.text}`;
          const [parsed] = parseStatements(splitStatements(text)).statements;
          steps.push({
            ...kept(parsed ?? statement, model),
            part: { of: statement, head, text: alteration.text, count: alterations.length },
          });
        }
      }
    }
    const news = steps.slice(first);
    const uses = [...added].filter(([value]) =>
      [...each([statement.node], 'A_Const')].some((constant) => constant.sval?.sval === value),
    );
    for (const [offset, step] of news.entries()) {
      steps[first + offset] = {
        ...step,
        ...(offset === 0 ? { comment: comments[index]?.before ?? '' } : {}),
        ...(offset === news.length - 1 ? { trailing: comments[index]?.behind ?? '' } : {}),
        ...(uses.length > 0 ? { fresh: true, effects: 'everything' as const } : {}),
      };
    }
    const value = as(statement.node, 'AlterEnumStmt');
    if (value?.newVal !== undefined && value.oldVal === undefined) added.set(value.newVal, statement.text);
    for (const one of statements.filter((other) => other.index === statement.index))
      applyStatement(model, one);
  }
  const parts =
    rewritten.length === 0
      ? [{ kind: 'change', body: sql, after: [] } satisfies Part]
      : gatherParts(steps, comments.at(-1)?.after ?? '');
  return { parts, rewritten, left, reordered };
}

const TAKEN: ReadonlySet<string> = new Set(rows.flatMap((row) => row.rules));
const NESTED = 'it stands inside a DO block: write it as a statement of its own';

function ask(hazard: Parameters<(typeof rows)[number]['rewrite']>[0]): Rewriting | undefined {
  for (const row of rows) {
    if (!row.rules.includes(hazard.finding.rule)) continue;
    const answer = row.rewrite(hazard);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function kept(statement: ParsedStatement, model: SchemaModel): Step {
  return {
    kind: refusesTransaction(statement.text) ? 'build' : 'change',
    sql: statement.text,
    effects: effectsOf(statement.node, model),
  };
}

/** The steps of one hazard. */
function made(drafts: readonly Draft[], model: SchemaModel): readonly Step[] {
  const chain = {};
  return drafts.map((draft) => {
    const text = draft.backfill?.statement.replace(':batch', 'true') ?? draft.sql;
    const [parsed] = parseStatements(splitStatements(text)).statements;
    return { ...draft, chain, effects: parsed === undefined ? 'everything' : effectsOf(parsed.node, model) };
  });
}
