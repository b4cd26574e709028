import { randomUUID } from 'node:crypto';

import { type AgoraError, isAgoraError } from '@agora/core';
import { mayChangeRole } from '@agora/postgres';

import type { CountedLoss } from '../../losses/loss.ts';
import { parkTimeOf } from '../../parking/park-time.ts';
import { StepParking } from '../../parking/step-parking.ts';
import type { Step } from '../../plan/plan.ts';
import { compatibleCheck, type Journal, type Run } from '../../history/runs-table.ts';
import type { ApplyOptions, Boundary, StepResult } from '../options.ts';
import { ownRoleSql, type Session } from '../session.ts';

/** What is measured while a step runs, and what its history row and its line in the journal are made from. */
export class StepRun {
  readonly id: string;
  readonly startedAt = new Date();
  readonly statements: { line: number; ms: number }[] = [];
  readonly losses: CountedLoss[] = [];
  lockRetries = 0;
  lockWaitMs = 0;
  mode: StepResult['mode'] = 'none';
  resumedAfter: number | undefined;
  /** Of a script: what it moves aside, and what it brings back. */
  readonly parking: StepParking | undefined;
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
    this.parking =
      step.kind !== 'record'
        ? new StepParking({
            client: session.client,
            schema: session.schema,
            migration: step.name,
            direction: step.kind === 'revert' ? 'down' : 'up',
            inverse: (step.kind === 'revert' ? step.migration.up : step.migration.down)?.statements ?? [],
            parkMs: parkTimeOf(step.script, options.parkMs),
            ownRole: mayChangeRole(step.script.sql) ? ownRoleSql(session) : undefined,
            notice: (message) =>
              this.options.onEvent?.({ kind: 'notice', message: `${step.name}: ${message}` }),
          })
        : undefined;
  }

  /** What was parked and brought back so far, where anything was. */
  get moved(): Pick<StepResult, 'moved'> {
    const moved = this.parking?.moved ?? [];
    return moved.length === 0 ? {} : { moved };
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
      checks: {
        ...options.checks,
        ...(step.kind === 'revert' ? {} : compatibleCheck(step.migration)),
        ...(step.kind === 'revert' ? { losses: this.losses } : {}),
        ...this.moved,
      },
    };
  }

  result(outcome: Run['outcome'], error?: unknown): StepResult {
    return {
      name: this.step.name,
      kind: this.step.kind,
      outcome,
      mode: this.mode,
      durationMs: round(performance.now() - this.#began),
      statements: this.statements,
      lockRetries: this.lockRetries,
      lockWaitMs: round(this.lockWaitMs),
      ...(this.step.kind === 'revert' ? { losses: this.losses } : {}),
      ...this.moved,
      ...(this.resumedAfter === undefined ? {} : { resumedAfter: this.resumedAfter }),
      ...(isAgoraError(error) ? { error } : {}),
    };
  }
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}
