import { createBackup, folderStore, restoreBackup } from './index.ts';

/** Makes or restores a backup when a line arrives: `create <url> <folder>` or `restore <server> <folder> <name> <database>`. */
const [what, url = '', folder = '', name = '', database = ''] = process.argv.slice(2);
const store = folderStore(folder);
process.stdout.write('ready\n');
if (what === 'create') await createBackup({ url, store, toolVersion: '1' });
else
  await restoreBackup({ backup: await store.open(name), server: url, database, over: false, owners: true });
process.stdout.write('done\n');
