import { invariants } from '@agora/db/seed/catalog';

import {
  counted,
  defineCommand,
  duration,
  EXIT,
  openDatabase,
  texts,
  UsageError,
  withPeriodicNotes,
} from '@agora/cli';
import { parseNames } from './parse-names.ts';

/** `agora seed validate` */
export const validate = defineCommand({
  name: 'validate',
  summary: 'Check every invariant of the forum’s data, and list what breaks one',
  description: `Queries over whole tables, all in one snapshot; nothing is written. Exits 2 when a row breaks one.\n\nInvariants:\n${invariants
    .map(({ name, summary }) => `  ${name.padEnd(20)} ${summary}`)
    .join('\n')}`,
  options: {
    community: texts('id', 'only this community'),
    only: texts('invariants', 'check these alone (a,b)'),
  },
  environment: {
    DATABASE_URL: 'the database to look at; unset: the embedded server',
    OAUTH_TOKEN_KEYS:
      'the keys of the API, with which providers’ tokens are opened; unset: only those of the seeds are',
  },
  examples: [
    { command: 'agora seed validate', does: 'check everything' },
    { command: 'agora seed validate --only ledger-chain,ledger-balance', does: 'check two invariants' },
  ],
  next: [{ command: 'agora seed status', does: 'what was seeded' }],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const names = invariants.map(({ name }) => name);
      const only = parseNames('--only', options.only, names, 'invariant');
      const tokenKeys = await readTokenKeys(context.env['OAUTH_TOKEN_KEYS']);
      const database = await openDatabase(context, out.detail);
      const { validateSeeds } = await import('@agora/db/seed');
      const result = await out.step('Validate', (step) =>
        withPeriodicNotes(out, step, (report) =>
          validateSeeds({
            url: database.url,
            tokenKeys,
            signal,
            communities: options.community.length === 0 ? undefined : options.community,
            only: only.length === 0 ? undefined : only,
            onProgress({ invariant, position, total, done, checks }) {
              const part = checks === 1 ? '' : ` (${done + 1} of ${checks})`;
              report(`${position}/${total} ${invariant}${part}`);
            },
          }),
        ),
      );
      const broken = result.invariants.filter(({ offending }) => offending > 0);
      out.data(result, () =>
        out.table(result.invariants, [
          { heading: 'invariant', cell: ({ name }) => name },
          { heading: 'offending', cell: ({ offending }) => offending, align: 'right' },
          { heading: 'took', cell: ({ durationMs }) => duration(durationMs), align: 'right' },
        ]),
      );
      for (const { name, summary, offending, rows } of broken) {
        const listed = rows
          .map(({ communityId, row, detail }) => `\n${row} (${communityId ?? 'the database'}): ${detail}`)
          .join('');
        const more = offending > rows.length ? `\nand ${offending - rows.length} more` : '';
        out.warn(`${name}: ${counted(offending, 'row')}. ${summary}${listed}${more}`);
      }
      if (broken.length === 0) out.success('Every invariant holds.');
      return broken.length === 0 ? EXIT.ok : EXIT.found;
    }),
});

/** As the API reads them; it is loaded only for that. */
async function readTokenKeys(
  given: string | undefined,
): Promise<ReadonlyMap<number, Uint8Array> | undefined> {
  if (given === undefined || given === '') return undefined;
  const { oauthTokenKeys } = await import('@agora/api');
  const { data, success } = oauthTokenKeys.safeParse(given);
  if (success) return data;
  throw new UsageError({
    code: 'cli.invalid_value',
    message: 'OAUTH_TOKEN_KEYS holds no keys.',
    why: 'It is pairs of a version and 32 bytes in base64, separated by commas.',
    fix: 'Take it from the settings of the API: OAUTH_TOKEN_KEYS=1:...,2:...',
  });
}
