import { defineGroup } from '../../command/command.ts';
import { rollback } from './rollback.ts';
import { test } from './test.ts';

/** Who is told of a deploy. A new verb: one file beside this one, and one line here. */
export const notify = defineGroup({
  name: 'notify',
  summary: 'Tell the receivers of agora.config.ts',
  description:
    'The receivers are those of the environment: notify.webhooks, notify.mail, notify.commands. A watched deploy tells ' +
    'them of its begin, success, failure and rollback by itself.',
  commands: [test, rollback],
  examples: [
    { command: 'agora notify test', does: 'a notice to every receiver, and which of them took it' },
    { command: 'agora notify rollback', does: 'the last rollback, told by hand' },
  ],
});
