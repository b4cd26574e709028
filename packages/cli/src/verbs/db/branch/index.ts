import { defineGroup } from '../../../command/command.ts';
import { create } from './create.ts';
import { deleteOne } from './delete.ts';
import { list } from './list.ts';
import { switchTo } from './switch.ts';

/** Branches of a development database. A new verb: one file beside this one, and one line here. */
export const branch = defineGroup({
  name: 'branch',
  summary: 'Keep copies of the development database, and switch between them',
  description:
    'A branch is a database beside the development database, made by copying its files: in a second, and without ' +
    'taking room of its own where server (PostgreSQL 18) and file system can share them. `switch` changes which ' +
    'database the project’s development URL means to agora, by a file in .agora; the URL stays as it is, and so do ' +
    'other environments. Programs that read the URL themselves follow by DATABASE_URL="$(agora db url)".',
  commands: [create, switchTo, list, deleteOne],
  environment: {
    DATABASE_URL: 'the development database; unset: that of the project, else the embedded one',
  },
  examples: [
    { command: 'agora db branch create try-it --switch', does: 'a copy to try something on' },
    { command: 'agora db branch switch main', does: 'back to the development database itself' },
  ],
});
