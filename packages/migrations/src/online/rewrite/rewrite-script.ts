import {
  as,
  each,
  LineIndex,
  nameOf,
  type ParsedStatement,
  parseStatements,
  relationsIn,
} from '@agora/postgres/parser';
import { identifier, refusesTransaction, splitStatements } from '@agora/postgres';

import type { Finding } from '../../lint/finding.ts';
import { type Alteration, alterationsOf } from '../../script/alterations.ts';
import { applyStatement } from '../../script/model/apply-statement.ts';
import type { SchemaModel } from '../../script/model/schema-model.ts';
import { type Comments, commentsOf } from './comments.ts';
import { effectsOf, withKey } from './order/effects.ts';
import type { Facts } from './facts.ts';
import { isFelt, leave, type LeftFinding } from './left.ts';
import { gatherParts, type Step } from './order/parts.ts';
import type { Hazard } from './row.ts';
import { rows } from './rows/index.ts';
import type { Part, Rewriting } from './step.ts';

interface ScriptToRewrite {
  /** Without directives. */
  readonly sql: string;
  /** What the linter says of it, and nobody has allowed. */
  readonly findings: readonly Finding[];
  /** The schema before it. */
  readonly model: SchemaModel;
  readonly facts: Facts;
  /** Number of the first migration that the whole becomes. */
  readonly first: number;
}

interface RewrittenScript {
  /** One part that is the script as it was, where nothing was rewritten. */
  readonly parts: readonly Part[];
  readonly rewritten: readonly Finding[];
  readonly left: readonly LeftFinding[];
  /** Columns whose values come in another order of rows. */
  readonly reordered: readonly string[];
}

/**
 * Takes a script apart: each hazard that a row of the table takes becomes its steps, everything else stays as it is.
 * `loadParser()` comes first.
 */
export function rewriteScript(script: ScriptToRewrite): RewrittenScript {
  const rewriting = new ScriptRewriting(script);
  rewriting.goThrough();
  return rewriting.result();
}

const TAKEN: ReadonlySet<string> = new Set(rows.flatMap((row) => row.rules));
const TEMPORARY =
  'it reads or writes a temporary table, which ends with the session: make it a table, and drop it in a later migration';
const NESTED = 'it stands inside a DO block: write it as a statement of its own';

class ScriptRewriting {
  readonly #sql: string;
  readonly #findings: readonly Finding[];
  readonly #facts: Facts;
  readonly #first: number;
  /** Brought past each statement. */
  readonly #model: SchemaModel;
  readonly #lines: LineIndex;
  /** Those in DO blocks too. */
  readonly #statements: readonly ParsedStatement[];
  readonly #whole: readonly ParsedStatement[];
  readonly #comments: readonly Comments[];
  readonly #steps: Step[] = [];
  readonly #rewritten: Finding[] = [];
  readonly #left: LeftFinding[] = [];
  readonly #reordered: string[] = [];
  /** Statements that have no place any more. */
  readonly #instead = new Set<string>();
  /** Values that the script has added to enums. */
  readonly #values = new Set<string>();

  constructor({ sql, findings, model, facts, first }: ScriptToRewrite) {
    this.#first = first;
    this.#sql = sql;
    this.#findings = findings;
    this.#facts = facts;
    this.#model = model.fork();
    this.#lines = new LineIndex(sql);
    this.#statements = parseStatements(splitStatements(sql)).statements;
    this.#whole = this.#statements.filter(({ nested }) => !nested);
    this.#comments = commentsOf(sql, this.#whole);
  }

  result(): RewrittenScript {
    const parts: readonly Part[] =
      this.#rewritten.length === 0
        ? [{ kind: 'change', body: this.#sql, after: [] }]
        : gatherParts(this.#steps, this.#comments.at(-1)?.after ?? '');
    return { parts, rewritten: this.#rewritten, left: this.#left, reordered: this.#reordered };
  }

  goThrough(): void {
    for (let index = 0; index < this.#whole.length; index += 1) {
      const statement = this.#whole[index];
      if (statement === undefined) continue;
      const first = this.#steps.length;
      const last = index + this.#rebuild(index) - 1;
      if (last < index && !this.#instead.has(statement.text)) this.#goOver(statement);
      index = Math.max(index, last);
      this.#comment(first, this.#whole.indexOf(statement), index);
      this.#markUses(first, statement);
      const end = this.#whole[index]?.index ?? statement.index;
      for (const one of this.#statements)
        if (one.index >= statement.index && one.index <= end) applyStatement(this.#model, one);
    }
  }

  /** An enum that is made anew. @returns how many statements it takes; 0 where none begins there */
  #rebuild(index: number): number {
    const first = this.#whole[index];
    const found = this.#facts.rebuilds.get(first?.text ?? '');
    const last = this.#whole[index + (found?.length ?? 0) - 1];
    if (first === undefined || found === undefined || last === undefined) return 0;
    const findings = this.#within(first.start, last.end);
    if ('reason' in found.becomes) return 0;
    this.#rewritten.push(...findings.filter(({ rule }) => TAKEN.has(rule)));
    const chain = {};
    for (const draft of found.becomes.drafts) {
      const [parsed] = draft.whole ? [] : parseStatements(splitStatements(draft.sql)).statements;
      const effects = parsed === undefined ? 'everything' : effectsOf(parsed.node, this.#model);
      this.#steps.push({ ...draft, chain, effects });
    }
    return found.length;
  }

  #goOver(statement: ParsedStatement): void {
    const alterations = alterationsOf(statement);
    const head = statement.text.slice(0, (alterations[0]?.start ?? statement.start) - statement.start).trim();
    const around = { statement, alterations, head };
    if (alterations.length === 0) {
      const answer = this.#rewrite(around);
      if (answer === undefined) this.#steps.push(this.#kept(statement));
      else this.#steps.push(...this.#made(answer, statement));
      return;
    }
    const answers = alterations.map((one) => this.#rewrite(around, one));
    const consumed = new Set(answers.flatMap((answer) => answer?.consumes ?? []));
    for (const [place, alteration] of alterations.entries()) {
      const answer = answers[place];
      const text = alterations.length === 1 ? statement.text : `${head} ${alteration.text}`;
      const [parsed = statement] = parseStatements(splitStatements(text)).statements;
      if (answer !== undefined) this.#steps.push(...this.#made(answer, parsed));
      else if (!consumed.has(place))
        this.#steps.push({ ...this.#kept(parsed), part: { of: statement, head, text: alteration.text } });
    }
  }

  /** What the first row that takes a hazard of a statement, or of a part of it, makes of it. */
  #rewrite(around: Around, alteration?: Alteration): Taken | undefined {
    const { statement } = around;
    const { start, end } = alteration ?? statement;
    const own = this.#within(start, end);
    for (const [place, finding] of own.entries()) {
      const at = this.#at(finding);
      if (this.#statements.some((one) => one.nested && one.start <= at && at < one.end)) {
        this.#leave(finding, NESTED);
        continue;
      }
      if (finding.rule === 'unbatched-backfill' && this.#isTemporary(statement)) {
        this.#leave(finding, TEMPORARY);
        continue;
      }
      const hazard = { finding, ...around, ...(alteration && { alteration }), node: statement.node };
      const answer = rewritingOf({ ...hazard, model: this.#model, facts: this.#facts, first: this.#first });
      if (answer === undefined || 'left' in answer) {
        this.#leave(finding, answer?.left);
        continue;
      }
      this.#rewritten.push(...own.slice(place).filter(({ rule }) => TAKEN.has(rule)));
      this.#reordered.push(...(answer.reordered ?? []));
      if (answer.instead !== undefined) this.#instead.add(answer.instead);
      return answer;
    }
    return undefined;
  }

  /** Whether a statement is about a temporary table of the script. */
  #isTemporary({ node }: ParsedStatement): boolean {
    const temporary = this.#whole.flatMap((one) => {
      const made = as(one.node, 'CreateStmt')?.relation ?? as(one.node, 'CreateTableAsStmt')?.into?.rel;
      return made?.relpersistence === 't' ? [made.relname] : [];
    });
    return (
      temporary.length > 0 &&
      [...relationsIn(node)].some(
        ({ schemaname, relname }) => schemaname === undefined && temporary.includes(relname),
      )
    );
  }

  #leave(finding: Finding, reason: string | undefined): void {
    if (isFelt(finding)) this.#left.push(leave(finding, reason));
  }

  #at({ line, column }: Finding): number {
    return this.#lines.startOf(line) + column - 1;
  }

  #within(start: number, end: number): readonly Finding[] {
    return this.#findings.filter((one) => this.#at(one) >= start && this.#at(one) < end);
  }

  /** The comments around the statements from `from` to `to` go with the steps from `first` on. */
  #comment(first: number, from: number, to: number): void {
    const change = (place: number, more: Partial<Step>): void => {
      const step = this.#steps[place];
      if (step !== undefined) this.#steps[place] = { ...step, ...more };
    };
    change(first, { comment: this.#comments[from]?.before ?? '' });
    if (this.#steps.length > first)
      change(this.#steps.length - 1, { trailing: this.#comments[to]?.behind ?? '' });
  }

  /** A value of an enum can be used once the transaction that added it is over. */
  #markUses(first: number, { node }: ParsedStatement): void {
    const uses = [...each([node], 'A_Const')].some(({ sval }) => this.#values.has(sval?.sval ?? ''));
    const enumeration = as(node, 'AlterEnumStmt');
    if (enumeration?.newVal !== undefined && enumeration.oldVal === undefined)
      this.#values.add(enumeration.newVal);
    if (!uses) return;
    for (const [place, step] of this.#steps.entries())
      if (place >= first) this.#steps[place] = { ...step, fresh: true, effects: 'everything' };
  }

  #kept({ text, node }: ParsedStatement): Step {
    const kind = refusesTransaction(text) ? 'build' : 'change';
    return { kind, sql: text, effects: effectsOf(node, this.#model) };
  }

  /** The steps of one hazard. */
  #made({ drafts }: Taken, statement: ParsedStatement): readonly Step[] {
    const chain = {};
    return drafts.map((draft) => {
      const text = draft.backfill?.statement.replace(':batch', 'true') ?? draft.sql;
      const [parsed] = draft.whole ? [statement] : parseStatements(splitStatements(text)).statements;
      const effects = parsed === undefined ? 'everything' : effectsOf(parsed.node, this.#model);
      if (draft.backfill === undefined || draft.whole) return { ...draft, chain, effects };
      const key = draft.backfill.key.map((one) => identifier(one) ?? one);
      const table = as(parsed?.node, 'UpdateStmt') ?? as(parsed?.node, 'DeleteStmt');
      // An INSERT touches the whole of what it reads.
      if (table === undefined) return { ...draft, chain, effects };
      return { ...draft, chain, effects: withKey(effects, this.#model.key(nameOf(table.relation)), key) };
    });
  }
}

type Around = Pick<Hazard, 'statement' | 'alterations' | 'head'>;
type Taken = Exclude<Rewriting, { left: string }>;

function rewritingOf(hazard: Hazard): Rewriting | undefined {
  for (const row of rows) {
    if (!row.rules.includes(hazard.finding.rule)) continue;
    const answer = row.rewrite(hazard);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
