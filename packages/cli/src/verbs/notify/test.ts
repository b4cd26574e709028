import { defineCommand } from '../../command/command.ts';
import { openProject } from '../../project/open/open-project.ts';
import { send } from './send.ts';

/** `agora notify test` */
export const test = defineCommand({
  name: 'test',
  summary: 'Send a notice to every receiver, and tell which of them took it',
  description: 'Exits 1 when one did not.',
  examples: [{ command: 'agora notify test --env production', does: 'tries every way of that environment' }],
  async run({ context }) {
    return send(context, await openProject(context), {
      event: 'test',
      title: 'agora: a test',
      text: 'This is a test: nothing has happened.',
      migrations: [],
    });
  },
});
