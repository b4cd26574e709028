// Run by kills.fixture.ts in a process of its own, which ends by SIGKILL before it sends the nth message to the server.
import { Socket } from 'node:net';

import { runVerb } from './verbs.fixture.ts';

const [verb = '', url = '', directory = '', nth = '0'] = process.argv.slice(2);
let sent = 0;
// Whichever connection sends it: what the server has by then is known, whatever the machine is busy with.
const write = Reflect.get(Socket.prototype, 'write');
Reflect.set(Socket.prototype, 'write', function counted(this: Socket, ...words: unknown[]) {
  if (this.remotePort !== undefined) sent += 1;
  if (sent === Number(nth)) process.kill(process.pid, 'SIGKILL');
  return Reflect.apply(write, this, words);
});
process.stdout.write((await runVerb(verb, { url, directory })).join('\n'));
