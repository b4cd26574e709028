import { randomUUID } from 'node:crypto';

import { type AgoraError, isAgoraError } from '@agora/core';
import type { Statement } from '@agora/postgres';

import type { Step } from '../plan/plan.ts';
import type { Journal, Run } from '../history/runs-table.ts';
import { withInsistence } from './cancellation.ts';
import type { ApplyOptions, Boundary, StepResult } from './options.ts';
import { type Answer, sendTogether } from './pipeline.ts';
import type { Session } from './session.ts';

/** What is measured while a step runs, and what its history row and its line in the journal are made from. */
export class StepRun {
  readonly id: string;
  readonly startedAt = new Date();
  readonly statements: { line: number; ms: number }[] = [];
  lockRetries = 0;
  lockWaitMs = 0;
  mode: StepResult['mode'] = 'none';
  resumedAfter: number | undefined;
  readonly session: Session;
  readonly step: Step;
  readonly options: ApplyOptions;
  readonly journal: Journal;
  readonly #began = performance.now();

  constructor(session: Session, step: Step, options: ApplyOptions, journal: Journal) {
    this.session = session;
    this.step = step;
    this.options = options;
    this.journal = journal;
    const known =
      step.kind === 'revert' ? step.row.id : step.kind === 'apply' ? step.resume?.row.id : undefined;
    this.id = known ?? randomUUID();
  }

  /** Runs one statement of the script and notes how long it took. */
  async execute(statement: Statement): Promise<void> {
    const { name } = this.step;
    this.options.onEvent?.({ kind: 'statement', name, line: statement.line, text: statement.text });
    this.boundary('before-statement');
    const began = performance.now();
    await withInsistence(this.session, this.options.signal, () => this.session.client.query(statement.text));
    this.statements.push({ line: statement.line, ms: round(performance.now() - began) });
    this.boundary('after-statement');
  }

  /**
   * Sends statements of one transaction without waiting for each answer, and notes when each was done.
   * @param opening what goes ahead of them in the same write, such as BEGIN
   * @returns the first that failed, with its error; without a statement when it was the opening
   */
  async executeTogether(
    statements: readonly Statement[],
    opening?: string,
  ): Promise<{ statement?: Statement; error: unknown } | undefined> {
    const { name } = this.step;
    const ahead = opening === undefined ? 0 : 1;
    let failed: { statement?: Statement; error: unknown } | undefined;
    let began = performance.now();
    const starts = (index: number): void => {
      const statement = statements[index];
      if (!statement) return;
      this.options.onEvent?.({ kind: 'statement', name, line: statement.line, text: statement.text });
      this.boundary('before-statement');
    };
    if (ahead === 0) starts(0);
    const texts = statements.map((statement) => statement.text);
    const onAnswer = (answer: Answer, at: number): void => {
      if (failed) return;
      const statement = statements[at - ahead];
      if ('error' in answer) {
        failed = { ...(statement ? { statement } : {}), error: answer.error };
        return;
      }
      const now = performance.now();
      if (statement) {
        this.statements.push({ line: statement.line, ms: round(now - began) });
        this.boundary('after-statement');
      }
      began = now;
      starts(at - ahead + 1);
    };
    await withInsistence(this.session, this.options.signal, () =>
      sendTogether(this.session.client, opening === undefined ? texts : [opening, ...texts], onAnswer),
    );
    return failed;
  }

  boundary(at: Boundary): void {
    this.options.onEvent?.({ kind: 'boundary', name: this.step.name, at });
  }

  /** The journal's line. */
  record(outcome: Run['outcome'], error?: AgoraError): Run {
    const { step, options } = this;
    return {
      schema: this.session.schema,
      migration: step.name,
      direction: step.kind === 'revert' ? 'down' : step.kind === 'record' ? 'record' : 'up',
      outcome,
      mode: this.mode,
      startedAt: this.startedAt,
      durationMs: round(performance.now() - this.#began),
      statements: this.statements,
      lockRetries: this.lockRetries,
      lockWaitMs: round(this.lockWaitMs),
      historyId: this.id,
      checksum: step.migration.up.checksum,
      downChecksum: step.migration.down?.checksum ?? null,
      environment: options.environment ?? 'development',
      actor: options.actor ?? null,
      commit: options.commit ?? null,
      error: error ? { code: error.code, message: error.message } : null,
      checks: options.checks ?? {},
    };
  }

  result(outcome: StepResult['outcome'], error?: unknown): StepResult {
    return {
      name: this.step.name,
      kind: this.step.kind,
      outcome,
      mode: this.mode,
      durationMs: round(performance.now() - this.#began),
      statements: this.statements,
      lockRetries: this.lockRetries,
      lockWaitMs: round(this.lockWaitMs),
      ...(this.resumedAfter === undefined ? {} : { resumedAfter: this.resumedAfter }),
      ...(isAgoraError(error) ? { error } : {}),
    };
  }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
