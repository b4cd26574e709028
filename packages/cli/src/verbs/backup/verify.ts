import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { integer, optionalArgument, text } from '../../command/option.ts';
import { counted } from '../../terminal/text.ts';
import { chooseBackup } from '../../project/backup/choose.ts';
import { openPlace, placeEnvironment, placeOptions, watched } from '../../project/backup/place.ts';
import { openBackupPolicy } from './project.ts';
import { proofFile, writeProof } from '../../project/backup/proof.ts';

/** `agora backup verify` */
export const verify = defineCommand({
  name: 'verify',
  summary: 'Restore a backup into a scratch database, and compare every row',
  description:
    'A backup counts when it has been restored. Files are compared with the manifest, everything is restored, and the ' +
    'catalog, every row and every sequence are read back and compared. Damage of any kind is named, and exits 1. ' +
    'The scratch database lies on a private server of the same major version, which is wiped afterwards.',
  arguments: { backup: optionalArgument('its name, as list shows it; the newest unless given') },
  options: {
    ...placeOptions,
    server: text(
      'url',
      'a server for the scratch database, where this machine has no programs of that version',
    ),
    proof: text('path', 'where the proof for deploys is written; by default backup.file of the environment'),
    jobs: integer('n', 'tables that are restored at once; by default 2', { min: 1, max: 64 }),
  },
  environment: placeEnvironment,
  examples: [
    { command: 'agora backup verify', does: 'the newest one' },
    {
      command: 'agora backup verify shop-20261130T081500Z --proof backup-proof.json',
      does: 'writes what deploys ask for',
    },
  ],
  next: [{ command: 'agora migrate deploy', does: 'finds the proof' }],
  run: ({ context, arguments: { backup: name }, options }) =>
    watched(context, async (watch) => {
      const { verifyBackup } = await import('@agora/backup');
      const policy = await openBackupPolicy(context);
      const { store, key, settings } = await openPlace(context, options, watch.signal);
      const backup = await chooseBackup(store, { name });
      const { server, jobs = settings.jobs } = options;
      const { manifest, proof, notes } = await verifyBackup({ backup, key, server, jobs, ...watch });
      for (const line of notes) context.out.warn(`${line}.`);
      await writeProof(proofFile(context, policy, options.proof), proof, context.out);
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      context.out.data(
        { name: backup.name, ...proof, tables: manifest.tables.length, rows },
        () => backup.name,
      );
      context.out.success(
        `Restored and found equal: ${counted(manifest.tables.length, 'table')} with ${counted(rows, 'row')}.`,
      );
      return EXIT.ok;
    }),
});
