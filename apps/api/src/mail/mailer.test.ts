import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { usePostbox } from '../testing/servers/smtp.fixture.ts';
import { Mailer } from './mailer.ts';

const postbox = await usePostbox();
const mailer = (log = Fastify().log): Mailer => new Mailer({ url: postbox.url, from: 'a@example.com' }, log);
const mail = (subject: string) => ({ to: 'b@example.com', subject, text: 'Hello.' });

it('has sent all of them when it is closed, also those that others bring about', async () => {
  const sender = mailer();
  let go: (() => void) | undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  sender.send(async () => {
    sender.send(async () => {
      await gate;
      return mail('second');
    });
    return mail('first');
  });
  let closed = false;
  const closing = sender.close().then(() => (closed = true));
  expect(await postbox.next()).toContain('Subject: first');
  await sleep(50);
  expect(closed).toBe(false);
  go?.();
  await closing;
  expect(postbox.mails.map((each) => /^Subject: (.*)$/m.exec(each)?.[1])).toEqual(['second']);
});

it('writes no token to the log where no mails are wanted', async () => {
  const lines = new PassThrough();
  const sender = new Mailer(
    { url: 'none', from: 'a@example.com' },
    Fastify({ logger: { stream: lines } }).log,
  );
  sender.send({ to: 'b@example.com', subject: 'A new password', text: 'token-of-somebody' });
  await sender.close();
  lines.end();
  const log = await text(lines);
  expect(log).toContain('A new password');
  expect(log).not.toMatch(/token-of-somebody|b@example/);
});

it('tries again what could not be written or delivered', async () => {
  const sender = mailer();
  let tries = 0;
  sender.send(async () => {
    tries += 1;
    if (tries === 1) throw new Error('the database was away');
    return mail('in the end');
  });
  expect(await postbox.next()).toContain('Subject: in the end');
  expect(tries).toBe(2);
  postbox.refuse(451);
  sender.send(mail('deferred'));
  expect(await postbox.next()).toContain('Subject: deferred');
  await sender.close();
});

it('gives up what is refused for good, and says so in the log, without its text', async () => {
  const log = new PassThrough();
  const sender = mailer(Fastify({ logger: { stream: log } }).log);
  postbox.refuse(550);
  sender.send(mail('refused'));
  await sender.close();
  log.end();
  const written = await text(log);
  expect(written).toContain('a mail was not sent');
  expect(written).toContain('refused');
  expect(written).not.toContain('Hello.');
  expect(postbox.mails).toEqual([]);
});
