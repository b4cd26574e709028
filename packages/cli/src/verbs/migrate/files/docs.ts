import path from 'node:path';

import {
  compareDocs,
  historySchema,
  liveCatalog,
  readFolder,
  renderDocs,
  replayedCatalog,
  writeDocs,
} from '@agora/migrations';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { openProject, projectUrl } from '../../../project/open/open-project.ts';
import { scratchServer, serverForFiles, serverOption } from '../../../project/scratch/scratch-server.ts';
import { flag, text } from '../../../command/option.ts';
import { counted } from '../../../terminal/text.ts';

/** What became of a file that differed, once it is written. */
const done = { missing: 'made', changed: 'rewritten', superfluous: 'removed' } as const;

/** `agora migrate docs` */
export const docs = defineCommand({
  name: 'docs',
  summary: 'Write the documentation of the database: ER diagrams, data dictionary, a page per migration',
  description:
    'Markdown and SVG, from the doc comments (///) of the Prisma schema and the catalog of the database that the ' +
    'migrations make, replayed into a temporary database. The same input gives the same bytes, so that the folder can be ' +
    'committed and --check can keep it true: it writes nothing and exits 2 when anything differs.',
  options: {
    output: text('folder', 'where to write; by default docs/database beside prisma.config.ts'),
    check: flag('only check whether the folder is up to date'),
    live: flag("describe the project's database as it is, with how long each migration took there"),
    fromFiles: flag('ask no database: replay the migrations on --server, or on the embedded server', {
      excludes: ['live'],
    }),
    server: serverOption,
  },
  environment: { DATABASE_URL: 'the server, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate docs', does: 'write docs/database' },
    { command: 'agora migrate docs --from-files', does: 'where no database is at hand' },
    { command: 'agora migrate docs --check', does: 'in CI: fail when it is out of date' },
  ],
  async run({ context, options }) {
    const { out } = context;
    const { project } = await openProject(context);
    const { migrations } = await readFolder(project.migrationsDirectory);
    const directory =
      options.output === undefined
        ? path.join(project.root, 'docs', 'database')
        : path.resolve(context.cwd, options.output);
    const schema = project.url === undefined ? undefined : historySchema(project.url);
    const source = await out.step('Reading the catalog', async () =>
      options.live
        ? liveCatalog(projectUrl(project, context))
        : {
            catalog: await replayedCatalog(
              options.fromFiles
                ? await serverForFiles(context, options.server)
                : await scratchServer(project, context, options.server),
              migrations,
              {
                schema,
                initSql: project.initSql,
              },
            ),
          },
    );
    const files = await out.step('Drawing and writing', () =>
      renderDocs({
        ...source,
        project,
        migrations,
        defaultSchema: schema,
      }),
    );
    const differences = options.check
      ? await compareDocs(directory, files)
      : await writeDocs(directory, files);
    out.data({ directory, files: files.size, differences }, () =>
      differences
        .map(({ kind, path: file }) => `${(options.check ? kind : done[kind]).padEnd(11)} ${file}`)
        .join('\n'),
    );
    if (differences.length === 0) out.success(`${directory} is up to date.`);
    else if (options.check) {
      out.warn(`${counted(differences.length, 'file')} out of date. Fix: agora migrate docs`);
      return EXIT.found;
    } else out.success(`${counted(differences.length, 'file')} brought up to date in ${directory}.`);
    return EXIT.ok;
  },
});
