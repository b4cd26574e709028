import type { SampleAccount } from '@agora/db/seed/catalog';

import { indent, type Paint, renderTable } from '@agora/cli';

/** What `agora up` tells at its end. */
export interface Running {
  /** Of the API. */
  readonly url: string;
  readonly docs: string;
  /** Without its password. */
  readonly database: string;
  /** Whether Ctrl-C stops the database's server, too. */
  readonly stopsDatabase: boolean;
  /** The community whose posts are shown as an example; none in an empty database. */
  readonly community: string | undefined;
  readonly accounts: readonly SampleAccount[];
}

const grouped = new Intl.NumberFormat('en');

/** Where everything is, who can log in, and what to do next. */
export function renderClosingScreen(running: Running, paint: Paint): string {
  const { community } = running;
  const places: [string, string][] = [
    ['Forum', paint.cyan(running.url)],
    ['API', paint.cyan(community === undefined ? running.url : `${running.url}/c/${community}`)],
    ['Docs', paint.cyan(running.docs)],
    ['Database', paint.dim(running.database)],
  ];
  const parts = [
    '',
    `  ${paint.bold(paint.green('Agora is up.'))}`,
    '',
    ...places.map(([name, value]) => `  ${name.padEnd(10)}${value}`),
    '',
  ];
  if (running.accounts.length > 0) {
    const table = renderTable(
      running.accounts,
      [
        { heading: 'Log in as', cell: ({ role }) => role.toLowerCase() },
        { heading: 'email', cell: ({ email }) => email },
        { heading: 'password', cell: ({ password }) => password },
        { heading: 'points', cell: ({ points }) => grouped.format(points), align: 'right' },
      ],
      { heading: paint.dim },
    );
    parts.push(indent(table, '  '), '');
  }
  const tries = [
    ...(community === undefined ? [] : [`curl "${running.url}/c/${community}/posts?sort=top"`]),
    'npx pnpm@12.21.0 agora --help',
  ];
  parts.push(`  ${paint.dim('Try')}`, ...tries.map((line) => `  ${paint.cyan(line)}`), '');
  const stops = running.stopsDatabase ? 'the API and the database' : 'the API; the database keeps running';
  parts.push(`  ${paint.dim(`Ctrl-C stops ${stops}.`)}`, '');
  return parts.join('\n');
}
