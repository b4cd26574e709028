import { parseDatabaseUrl } from '@agora/postgres';

import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { text } from '../../command/option.ts';
import { proofFile, writeProof } from '../../project/backup/proof.ts';
import { openBackupPolicy, openBackupProject } from './project.ts';

/** `agora backup proof` */
export const proof = defineCommand({
  name: 'proof',
  summary: 'Write the proof for deploys of a backup that pgBackRest has made',
  description:
    'Lets pgBackRest read its repository back (verify), which takes as long as the repository is large, and takes the newest ' +
    'backup of the stanza. Damage, or a stanza without a backup, is an error, and nothing is written. The proof is printed ' +
    'too. pgBackRest finds its configuration as ever (/etc/pgbackrest, PGBACKREST_ variables).',
  options: {
    stanza: text('name', 'of pgBackRest; by default the name of the database'),
    database: text('name', 'the database that deploys go to; by default the project’s'),
    proof: text('path', 'where the proof is written; by default backup.file of the environment'),
  },
  examples: [
    {
      command: 'agora backup proof --stanza main --proof backup-proof.json',
      does: 'for the job that takes backups',
    },
  ],
  next: [{ command: 'agora migrate deploy', does: 'finds the proof' }],
  async run({ context, options }) {
    const { pgBackRestProof } = await import('@agora/backup');
    const policy = await openBackupPolicy(context);
    const database = options.database ?? parseDatabaseUrl((await openBackupProject(context)).url).database;
    const found = await pgBackRestProof({ stanza: options.stanza ?? database, database });
    await writeProof(proofFile(context, policy, options.proof), found, context.out);
    context.out.data(found, () => JSON.stringify(found));
    return EXIT.ok;
  },
});
