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

/** The row of a trial in the page's table; its first two cells name it. */
export function rowOf({
  manager,
  prisma,
  packages,
  bytes,
  installSeconds,
  results,
}: Trial): readonly string[] {
  return [
    manager,
    prisma,
    seconds(installSeconds),
    `${packages}, ${(bytes / 1e6).toFixed(0)}`,
    ...commands.map(({ name }) => cell(results[name])),
  ];
}

/** What went wrong in a trial, a line each. */
export function faultsOf({ manager, prisma, results }: Trial): readonly string[] {
  return Object.entries(results).flatMap(([name, result]) =>
    typeof result === 'string' ? [`${manager}, Prisma ${prisma}, ${name}: ${result}`] : [],
  );
}

/** Seconds as the page writes them. */
export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

function cell(result: number | string | undefined): string {
  if (result === undefined) return '';
  return typeof result === 'number' ? seconds(result) : 'failed';
}
