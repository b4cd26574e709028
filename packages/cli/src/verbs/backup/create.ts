import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { choice, flag, integer, text } from '../../command/option.ts';
import { openBackupProject } from './project.ts';
import { openPlace, placeEnvironment, placeOptions, watched } from '../../project/backup/place.ts';
import { proofFile, writeProof } from '../../project/backup/proof.ts';
import { bytes, counted } from '../../terminal/text.ts';

/** `agora backup create` */
export const create = defineCommand({
  name: 'create',
  summary: 'Back the database up, from one consistent snapshot',
  description:
    'Writes a folder: the structure, the rows of every table, sequences, rights, and a manifest with counts and hashes, ' +
    'which comes last: one that was killed is no backup, and is removed by the next. Nobody is kept from reading or ' +
    'writing meanwhile. Rows that row-level security hides from the role are an error. With a key it is encrypted.',
  options: {
    ...placeOptions,
    way: choice(
      ['built-in', 'pg_dump'],
      'what makes it: no program but this one, or a pg_dump of the server’s version or newer, which knows every kind of object',
      { default: 'built-in' },
    ),
    verify: flag('restore it into a scratch database afterwards, and compare'),
    proof: text(
      'path',
      'with --verify: where the proof for deploys is written; by default backup.file of the environment',
    ),
    jobs: integer('n', 'tables that are copied at once; by default 2', { min: 1, max: 64 }),
  },
  environment: {
    DATABASE_URL: 'the database, where prisma.config.ts reads it from there',
    ...placeEnvironment,
  },
  examples: [
    { command: 'agora backup create --verify', does: 'makes one, and proves that it can be restored' },
    {
      command: 'agora backup create --store /mnt/backups --key-file ~/backup.key',
      does: 'encrypted, elsewhere',
    },
  ],
  next: [
    { command: 'agora backup verify', does: 'restore it, and compare' },
    { command: 'agora backup list', does: 'those there are' },
  ],
  run: ({ context, options }) =>
    watched(context, async (watch) => {
      const { out } = context;
      const { createBackup, verifyBackup } = await import('@agora/backup');
      const { url, policy, version } = await openBackupProject(context);
      const { store, key, settings } = await openPlace(context, options, watch.signal);
      const jobs = options.jobs ?? settings.jobs;
      const { backup, manifest, cleaned } = await createBackup({
        url,
        store,
        key,
        jobs,
        purges: settings.purges,
        way: options.way,
        toolVersion: version,
        ...watch,
      });
      for (const name of cleaned) out.note(`removed ${name}, which was never finished`);
      for (const line of manifest.leftOut) out.warn(`Left out: ${line}.`);
      const verified = options.verify ? await verifyBackup({ backup, key, jobs, ...watch }) : undefined;
      for (const line of verified?.notes ?? []) out.warn(`${line}.`);
      const proof = verified?.proof;
      if (proof !== undefined) await writeProof(proofFile(context, policy, options.proof), proof, out);
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
      const size = manifest.files.reduce((sum, file) => sum + file.size, 0);
      out.data(
        {
          name: backup.name,
          location: backup.location,
          database: manifest.database.name,
          history: manifest.history,
          tables: manifest.tables.length,
          rows,
          size,
          encrypted: key !== undefined,
          begun: manifest.begun,
          completed: manifest.completed,
          leftOut: manifest.leftOut,
          verifiedAt: proof?.verifiedAt ?? null,
        },
        () => backup.location,
      );
      out.success(
        `${counted(manifest.tables.length, 'table')} with ${counted(rows, 'row')}, ${bytes(size)}${key === undefined ? '' : ', encrypted'}${proof === undefined ? '' : '; restored, and found equal'}.`,
      );
      return EXIT.ok;
    }),
});
