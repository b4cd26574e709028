// Run as a process of its own: starts the embedded server of the folder in argv and prints what it got.
import { startEmbedded } from './start.ts';

const [directory = '', port = ''] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await startEmbedded({ directory, port: Number(port) })));
