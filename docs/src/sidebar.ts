import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A page, or pages under a heading. */
interface Entry {
  readonly text: string;
  readonly link?: string;
  readonly collapsed?: boolean;
  readonly items?: Entry[];
}

const guides = [
  'guides/adopt',
  'guides/review-a-change',
  'guides/deploy',
  'guides/backfills',
  'online',
  'guides/rename-and-retype',
  'guides/roll-back',
  'guides/back-up',
  'guides/branches',
  'operations',
  'growing',
  'guides/ci',
  'guides/docker',
  'guides/kubernetes',
  'deploy/README',
  'seeding-your-project',
  'guides/supabase',
  'guides/rds',
  'guides/prisma-5-and-6',
  'prisma-8',
];

/**
 * What stands beside every page, in the order in which people need it.
 * @param folder docs/
 */
export function sidebar(folder: string): Entry[] {
  const page = (file: string): Entry => ({
    text: title(path.join(folder, `${file}.md`)),
    link: `/${file.replace(/README$/, '')}`,
  });
  const pagesBelow = (below: string): Entry[] =>
    readdirSync(path.join(folder, below))
      .filter((name) => name.endsWith('.md'))
      .toSorted()
      .map((name) => page(`${below}/${name.slice(0, -3)}`));
  return [
    { text: 'First', items: ['start', 'comparison', 'tried', 'foreign-histories', 'versions'].map(page) },
    { text: 'Guides', items: guides.map(page) },
    {
      text: 'Reference',
      items: [
        ...['commands', 'settings', 'errors'].map((name) => page(`reference/${name}`)),
        { text: 'Lint rules', collapsed: true, items: pagesBelow('reference/rules') },
      ],
    },
    {
      text: 'Inside',
      collapsed: true,
      items: [
        page('seeds'),
        page('rules'),
        page('servers'),
        page('house'),
        { text: 'The forum’s database', link: '/database/' },
        { text: 'Decisions', collapsed: true, items: pagesBelow('adr') },
      ],
    },
  ];
}

/** The first heading of a page. */
function title(file: string): string {
  if (!existsSync(file)) throw new Error(`${file} is missing: pnpm --filter @agora/docs run site writes the reference first.`);
  const heading = /^# (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1];
  if (heading === undefined) throw new Error(`${file} has no heading.`);
  return heading.replaceAll('`', '').trim();
}
