import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { text } from '../../command/option.ts';
import { openSeeds } from '../../project/open/open-seeds.ts';

/** `agora seed status` */
export const status = defineCommand({
  name: 'status',
  summary: 'Show which seeds have been applied, and which have changed since',
  description: 'Reads only. Exits 2 when a set of the profile is new or has changed.',
  options: { profile: text('name', 'which profile; by default the one of the environment', { short: 'p' }) },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora seed status', does: 'the sets, their versions and rows' },
    { command: 'agora seed status --json', does: 'the same for a program' },
  ],
  next: [{ command: 'agora seed', does: 'apply what is new or has changed' }],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const { seeds, file, url, models, schema, policy } = await openSeeds(context);
      const { chooseProfile, projectSeedStatus } = await import('@agora/seeding/project');
      const place = { environment: policy.name, base: policy.base };
      const asked = options.profile ?? (policy.seeds === 'none' ? undefined : policy.seeds);
      const profile = chooseProfile(seeds, place, asked, 'seed');
      const found = await projectSeedStatus({
        url,
        seeds,
        file,
        environment: policy.name,
        models,
        schema,
        profile,
        signal,
      });
      out.data(found, () =>
        out.table(found.sets, [
          { heading: 'set', cell: ({ set }) => set },
          { heading: 'table', cell: ({ table = '' }) => table },
          {
            heading: 'state',
            cell: ({ state, wanted }) => (state === 'new' && !wanted ? 'not in the profile' : state),
          },
          { heading: 'version', cell: ({ applied }) => applied?.version ?? '', align: 'right' },
          { heading: 'rows', cell: ({ applied }) => applied?.rows ?? '', align: 'right' },
          { heading: 'applied', cell: ({ applied }) => applied?.executedAt.toISOString() ?? '' },
          { heading: 'environment', cell: ({ applied }) => applied?.environment ?? '' },
        ]),
      );
      const gone = found.sets.filter(({ state }) => state === 'gone').map(({ set }) => set);
      if (gone.length > 0)
        out.warn(
          `Applied, and no longer in the seeds: ${gone.join(', ')}. Their rows stay until a reset finds the set again.`,
        );
      const due = found.sets.some(({ state, wanted }) => wanted && (state === 'new' || state === 'changed'));
      return due ? EXIT.found : EXIT.ok;
    }),
});
