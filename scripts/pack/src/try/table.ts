import { commands } from './commands.ts';

/** How a package fared in one project. */
export interface Trial {
  readonly manager: string;
  readonly prisma: string;
  /** Of what `agora-db` adds to a project with that Prisma. */
  readonly packages: number;
  readonly bytes: number;
  readonly installSeconds: number;
  /** By command: seconds, or what went wrong; what was not reached is absent. */
  readonly results: Readonly<Record<string, number | string>>;
}

/** The trials as a table of Markdown, and below it what went wrong, in full. */
export function renderTrials(trials: readonly Trial[]): string {
  const heads = ['', 'Prisma', 'installed in', 'packages, MB', ...commands.map(({ name }) => name)];
  const rows = trials.map(({ manager, prisma, packages, bytes, installSeconds, results }) => [
    manager,
    prisma,
    seconds(installSeconds),
    `${packages}, ${(bytes / 1e6).toFixed(0)}`,
    ...commands.map(({ name }) => cell(results[name])),
  ]);
  const table = [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
  const faults = trials.flatMap(({ manager, prisma, results }) =>
    Object.entries(results).flatMap(([name, result]) =>
      typeof result === 'string' ? [`- ${manager}, Prisma ${prisma}, ${name}: ${result}`] : [],
    ),
  );
  return faults.length === 0 ? `${table}\n` : `${table}\n\n${faults.join('\n')}\n`;
}

function cell(result: number | string | undefined): string {
  if (result === undefined) return '';
  return typeof result === 'number' ? seconds(result) : 'failed';
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
