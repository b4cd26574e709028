import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { historySchema, readFolder, renderSql } from '@agora/migrations';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { openProject } from '../../../project/open/open-project.ts';
import { text } from '../../../command/option.ts';

/** `agora migrate sql` */
export const sql = defineCommand({
  name: 'sql',
  summary: 'Print the SQL between two migrations, history rows included',
  description:
    'For databases that only a DBA may touch: the script runs in psql and leaves the history as a deploy would. ' +
    'Reads files only, no database.',
  options: {
    from: text('migration', 'where the database is; by default before the first'),
    to: text(
      'migration',
      'where it shall be; by default the last; zero for none. Earlier than --from gives the way back',
    ),
    output: text('file', 'write it to a file'),
  },
  examples: [
    { command: 'agora migrate sql --from "$(agora migrate current)" > pending.sql', does: 'what is pending' },
    { command: 'agora migrate sql --from 20261121 --to 20261001', does: 'the way back between two' },
  ],
  async run({ context, options }) {
    const { project, policy } = await openProject(context);
    const folder = await readFolder(project.migrationsDirectory);
    const schema = project.url === undefined ? 'public' : historySchema(project.url);
    const { from, to } = options;
    const script = renderSql({ folder, from, to, schema, timeouts: policy });
    if (options.output === undefined) context.out.data({ sql: script }, () => script);
    else {
      const file = path.resolve(context.cwd, options.output);
      await writeFile(file, script);
      context.out.data({ file }, () => '');
      context.out.success(`Written to ${file}.`);
    }
    return EXIT.ok;
  },
});
