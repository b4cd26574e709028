import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { flag, text, texts } from '../../command/option.ts';
import { splitNames } from '../../command/split-names.ts';
import { confirmDatabase } from '../../context/confirm.ts';
import { openSeeds } from '../../project/open/open-seeds.ts';
import { counted } from '../../terminal/text.ts';
import { reportReset, reportSteps } from './report.ts';

/** `agora seed` */
export const run = defineCommand({
  name: 'run',
  summary: 'Apply the seeds of the environment',
  description:
    'Reads agora.seed.ts beside prisma.config.ts or above it. Safe to repeat: a set that was applied before with the ' +
    'same content is left alone, one that has changed is applied again as an upsert by its key, and rows that it no longer ' +
    'has are taken away, unless others depend on them. All in one transaction. Names and values are checked before ' +
    'anything is written.',
  options: {
    profile: text('name', 'which profile; by default the one of the environment', { short: 'p' }),
    only: texts('sets', 'these sets (a,b) and what they need, and nothing else'),
    file: text('path', 'another file: seeds (.ts, .js), or the rows of a table (.json, .csv)'),
    into: text('table', "with --file: the table or model; by default the file's name"),
    reset: flag('remove the rows that the seeds made, and only these', { destroys: true }),
    confirm: text('name', 'with --reset: the name of the database', { destroys: true }),
    dryRun: flag('only tell what would be done'),
  },
  environment: {
    DATABASE_URL: 'the database, where prisma.config.ts reads it from there',
    AGORA_SEEDS: 'the profile, where --profile names none',
  },
  examples: [
    { command: 'agora seed', does: 'the profile of the environment' },
    { command: 'agora seed --dry-run', does: 'what would be inserted and updated' },
    { command: 'agora seed --only users', does: 'one set, with the sets that it needs' },
    { command: 'agora seed --file data/countries.csv', does: 'the rows of the table countries' },
    { command: 'agora seed --reset', does: 'remove what the seeds made, after asking' },
  ],
  next: [
    { command: 'agora seed validate', does: "run the project's own checks" },
    { command: 'agora seed status', does: 'what was applied' },
  ],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const { dryRun } = options;
      const only = splitNames('--only', options.only);
      const opened = await openSeeds(context, options);
      const { seeds, file, url, models, schema, policy, database } = opened;
      const { chooseProfile, resetProject, seedProject } = await import('@agora/seeding/project');
      const asked =
        options.profile ??
        (options.file === undefined ? askedElsewhere(context.env, policy.seeds) : undefined);
      if (asked === 'none') {
        out.note(`agora.config.ts says that ${policy.name} has no seeds.`);
        return EXIT.ok;
      }
      const place = { environment: policy.name, base: policy.base };
      const profile = chooseProfile(seeds, place, asked, options.reset ? 'reset' : 'seed');
      const request = {
        url,
        seeds,
        file,
        environment: policy.name,
        models,
        schema,
        profile,
        only,
        dryRun,
        signal,
      };
      if (options.reset) {
        if (!dryRun)
          await confirmDatabase(context, {
            database,
            given: options.confirm,
            destruction: `What the seeds of "${profile}" made in ${database} will be removed${only === undefined ? '' : `: ${only.join(', ')} and all that depends on them`}.`,
            command: [
              'agora seed --reset',
              `--profile ${profile}`,
              ...(only === undefined ? [] : [`--only ${only.join(',')}`]),
            ].join(' '),
          });
        return reportReset(out, await resetProject(request), dryRun);
      }
      const report = await out.step(`Seed ${profile}`, (step) =>
        seedProject({
          ...request,
          onProgress: ({ set, written }) => step.note(`${set}: ${counted(written, 'row')}`),
        }),
      );
      return reportSteps(out, report, dryRun);
    }),
});

/** What the reset of a database says, or agora.config.ts. */
function askedElsewhere(
  env: Readonly<Record<string, string | undefined>>,
  configured: string | undefined,
): string | undefined {
  return env['AGORA_SEEDS'] || configured;
}
