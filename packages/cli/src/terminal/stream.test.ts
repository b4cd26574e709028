import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';

import { openStream } from './stream.ts';

class Pipe extends EventEmitter {
  readonly written: string[] = [];
  write(text: string): void {
    this.written.push(text);
  }
}

function fault(code: string): Error {
  return Object.assign(new Error(code), { code });
}

test('a reader that went away ends the writing, not the work', () => {
  const pipe = new Pipe();
  const stream = openStream(pipe);
  stream.write('a');
  pipe.emit('error', fault('EPIPE'));
  stream.write('b');
  expect(pipe.written).toEqual(['a']);
});

test('other faults of a stream are not swallowed', () => {
  const pipe = new Pipe();
  openStream(pipe);
  expect(() => pipe.emit('error', fault('ENOSPC'))).toThrow('ENOSPC');
});
