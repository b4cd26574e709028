import path from 'node:path';

import type { EnvironmentPolicy, Fault } from '@agora/core';
import type { Project } from '@agora/migrations';
import type { HealthCheck } from '@agora/operations';

import { indent } from '../../terminal/text.ts';
import type { Paint } from '../../terminal/paint.ts';

/** The folder of a project's own checks. */
export function checksFolder(policy: EnvironmentPolicy, project: Pick<Project, 'root'>): string {
  return policy.health?.checks ?? path.join(project.root, 'checks');
}

/** A check in a line, and below it what it found. @param width of the names, in characters */
export function renderCheck(
  paint: Paint,
  { outcome, name, saw, findings }: Omit<HealthCheck, 'group'> & { readonly findings: readonly Fault[] },
  width = 19,
): string {
  const word = { green: paint.green('good'), yellow: paint.yellow('note'), red: paint.red('stop') }[outcome];
  const lines = findings.flatMap(({ message, why, fix }) => [
    paint.bold(message),
    ...why.split('\n').map((line) => paint.dim(line)),
    `${paint.green('fix:')} ${fix}`,
  ]);
  const below = lines.length === 0 ? '' : `\n${indent(lines.join('\n'), '      ')}`;
  return `${word}  ${name.padEnd(width)} ${saw}${below}`;
}

/** How many checks are red, in words. */
export function countRed(checks: readonly HealthCheck[]): string {
  const { length } = checks.filter(({ outcome }) => outcome === 'red');
  return `${length} of ${checks.length} checks ${length === 1 ? 'is' : 'are'} red.`;
}
