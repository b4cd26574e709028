import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { texts } from '../../command/option.ts';
import { splitNames } from '../../command/split-names.ts';
import { openSeeds } from '../../project/open/open-seeds.ts';
import { duration } from '../../terminal/progress.ts';
import { counted } from '../../terminal/text.ts';

/** `agora seed validate` */
export const validate = defineCommand({
  name: 'validate',
  summary: "Run the project's own checks, and list what breaks one",
  description:
    'The checks of agora.seed.ts, all in one snapshot; nothing is written. Exits 2 when a row breaks one.',
  options: { only: texts('checks', 'these alone (a,b)') },
  environment: { DATABASE_URL: 'the database, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora seed validate', does: 'run all' },
    { command: 'agora seed validate --only one-owner', does: 'run one' },
  ],
  next: [{ command: 'agora seed status', does: 'what was seeded' }],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const only = splitNames('--only', options.only);
      const { seeds, url } = await openSeeds(context);
      const { validateProject } = await import('@agora/seeding/project');
      const result = await out.step('Validate', (step) =>
        validateProject({
          url,
          seeds,
          only,
          signal,
          onProgress: ({ check, position, total }) => step.note(`${position}/${total} ${check}`),
        }),
      );
      out.data(result, () =>
        out.table(result.checks, [
          { heading: 'check', cell: ({ name }) => name },
          { heading: 'offending', cell: ({ offending }) => offending, align: 'right' },
          { heading: 'took', cell: ({ durationMs }) => duration(durationMs), align: 'right' },
        ]),
      );
      for (const { name, summary, offending, rows } of result.checks) {
        if (offending === 0) continue;
        const listed = rows
          .map(({ row, detail }) => `\n${row}${detail === undefined ? '' : `: ${detail}`}`)
          .join('');
        const more = offending > rows.length ? `\nand ${offending - rows.length} more` : '';
        out.warn(`${name}: ${counted(offending, 'row')}. ${summary}${listed}${more}`);
      }
      if (result.checks.length === 0) out.note('The seeds have no checks.');
      else if (result.holds) out.success('Every check holds.');
      return result.holds ? EXIT.ok : EXIT.found;
    }),
});
