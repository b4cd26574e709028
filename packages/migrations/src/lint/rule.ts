import type { BackfillSource, Migration, Script } from '../project/folder.ts';
import type { Category, Direction, Severity } from './finding.ts';
import type { Hold } from './locks/hold.ts';
import type { SchemaModel } from '../script/model/schema-model.ts';
import type { ParsedStatement, ParseFailure, Span } from '@agora/postgres/parser';

/** The script that rules look at. */
export interface ScriptUnderLint {
  /** Name of the migration. */
  readonly migration: string;
  readonly direction: Direction;
  readonly script: Script;
  readonly statements: readonly ParsedStatement[];
  readonly failures: readonly ParseFailure[];
  /** Whether the whole script runs in one transaction. */
  readonly transactional: boolean;
  /** Whether the migration has a down.sql. */
  readonly hasDown: boolean;
  /** Of the migration. */
  readonly backfill?: BackfillSource | undefined;
  /** The migrations before it, in order. */
  readonly earlier: readonly Migration[];
}

/** What a rule says of one place. */
export interface Report {
  /** The statement's own span if absent. */
  readonly span?: Span;
  readonly message: string;
  /** Overrides the rule's. */
  readonly why?: string;
  /** SQL that does the same safely, or what to do; the rule's own unless given. */
  readonly fix?: string;
  readonly severity?: Severity;
  /** No migration makes what it is about: a warning to who reads files, and no less to a database that may have it. */
  readonly guess?: true;
  /** Other than the rule's. */
  readonly hold?: Hold;
}

/** A rule. Its room holds this, its test and its page (README.md). */
export interface Rule extends Hold {
  /** Kebab-case; the name of its room. */
  readonly name: string;
  readonly severity: Severity;
  readonly category: Category;
  /** One line for lists of rules. */
  readonly summary: string;
  /** What happens on a live database. */
  readonly why: string;
  /** What to do, where a report says nothing better. Without either, only allowing it is left. */
  readonly fix?: string;
  /** Which scripts it looks at; both if absent. */
  readonly directions?: readonly Direction[];
  /** Rules that keep silent where this one speaks of the same place, so that a hazard has one finding. */
  readonly supersedes?: readonly string[];
  /** Looks at one statement; `model` is the schema before it. */
  statement?(statement: ParsedStatement, scope: StatementScope): Iterable<Report>;
  /** Looks at a script as a whole; `model` is the schema before it. */
  script?(scope: StatementScope): Iterable<Report>;
}

export interface StatementScope extends ScriptUnderLint {
  readonly model: SchemaModel;
}
