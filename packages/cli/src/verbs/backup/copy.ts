import { AgoraError } from '@agora/core';

import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { optionalArgument, text } from '../../command/option.ts';
import { chooseBackup } from '../../project/backup/choose.ts';
import { UsageError } from '../../command/usage-error.ts';
import { openPlace, placeEnvironment, placeOptions, withBars } from '../../project/backup/place.ts';

/** `agora backup copy` */
export const copy = defineCommand({
  name: 'copy',
  summary: 'Copy a backup to another place, such as a bucket',
  description:
    'File by file, without a key. One that was killed, or whose line was down, goes on where it stopped: what is there is ' +
    'compared, and only the rest is sent. The copy has the same name, and counts as verified when it was restored from there.',
  arguments: { backup: optionalArgument('its name, as list shows it; the newest unless given') },
  options: {
    store: placeOptions.store,
    to: text('place', 'a folder, or s3://bucket/prefix'),
  },
  environment: { AWS_ACCESS_KEY_ID: placeEnvironment.AWS_ACCESS_KEY_ID },
  examples: [
    { command: 'agora backup copy --to s3://vault/shop', does: 'the newest, or what of it is not there yet' },
  ],
  next: [{ command: 'agora backup verify --store s3://vault/shop', does: 'restore it from there' }],
  run: ({ context, arguments: { backup: name }, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      if (options.to === undefined) {
        throw new UsageError({
          code: 'cli.missing_value',
          message: 'A copy needs a place.',
          why: 'A backup is not copied onto itself.',
          fix: 'agora backup copy --to s3://vault/shop',
        });
      }
      const { copyBackup, openStore } = await import('@agora/backup');
      const { store } = await openPlace(context, { store: options.store }, signal);
      const backup = await chooseBackup(store, { name });
      const target = await openStore(options.to, { cwd: context.cwd, env: context.env, signal });
      const copied = await withBars(out, (onProgress) =>
        copyBackup(backup, target, { signal, onProgress }).catch((error: unknown) => {
          if (!signal.aborted) throw error;
          throw new AgoraError({ code: 'cli.interrupted', message: 'Stopped. The same command goes on.' });
        }),
      );
      const { sent, kept } = copied;
      out.data(
        { name: backup.name, location: copied.backup.location, sent, kept },
        () => copied.backup.location,
      );
      out.success(`${backup.name} is in ${target.name}: ${sent} files sent, ${kept} were there.`);
      return EXIT.ok;
    }),
});
