import type { Fault } from '@agora/core';

/** What a health check says: what it saw in a few words, and what is wrong with it. */
export interface HealthCheck {
  readonly group: 'connection' | 'schema' | 'performance' | 'integrity' | 'requests';
  readonly name: string;
  /** `yellow`: worth knowing. */
  readonly outcome: 'green' | 'yellow' | 'red';
  readonly saw: string;
  readonly findings: readonly Fault[];
}

/** A figure with where it begins to be a finding. */
export interface CheckInput extends Pick<HealthCheck, 'group' | 'name'> {
  readonly saw: string;
  readonly finding?: Fault | undefined;
  readonly worst?: 'yellow' | 'red';
}

/** A check that found nothing, or one thing. */
export function healthCheck({ group, name, saw, finding, worst = 'red' }: CheckInput): HealthCheck {
  return Object.freeze({
    group,
    name,
    saw,
    outcome: finding === undefined ? 'green' : worst,
    findings: finding === undefined ? [] : [finding],
  });
}
