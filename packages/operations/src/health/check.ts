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
export interface Looked extends Pick<HealthCheck, 'group' | 'name'> {
  readonly saw: string;
  readonly finding?: Fault | undefined;
  readonly worst?: 'yellow' | 'red';
}

/** A check that found nothing, or one thing. */
export function looked({ group, name, saw, finding, worst = 'red' }: Looked): HealthCheck {
  return Object.freeze({
    group,
    name,
    saw,
    outcome: finding === undefined ? 'green' : worst,
    findings: finding === undefined ? [] : [finding],
  });
}

/** A few names, and how many more there are. */
export function few(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
