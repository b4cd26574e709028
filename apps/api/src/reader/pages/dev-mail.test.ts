import { describe, expect, it } from 'vitest';
import { buildApp } from '../../app.ts';
import { parseConfig } from '../../config.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { Visitor } from '../forms/visitor.fixture.ts';

const forum = useForum();

describe('the page of mails', () => {
  it('shows a developer what would be mailed, with links that work', async () => {
    const erin = new Visitor(forum.app);
    await erin.open('/dev/mail');
    expect(erin.text).toContain('None yet.');
    await erin.open('/r/techcorp/register');
    const erins = {
      email: 'erin@example.com',
      username: 'erin',
      displayName: 'Erin',
      password: 'four quiet otters swim',
    };
    await erin.send(erins);
    await expect.poll(async () => (await erin.open('/dev/mail')).body).toContain('to erin@example.com');
    const link = /href="(\/r\/techcorp\/verify-email\?token=[^"]+)"/.exec(erin.page.body)?.[1] ?? '';
    await erin.open(link);
    await erin.send();
    expect(erin.text).toContain('Your address is confirmed.');
    // From another machine there is nothing.
    const answer = await forum.app.inject({
      url: '/dev/mail',
      remoteAddress: '10.0.0.9',
      headers: { accept: 'text/html' },
    });
    expect(answer.statusCode).toBe(404);
  });

  it.each([
    { AGORA_ENV: 'production', MAIL_URL: 'none' },
    { AGORA_ENV: 'staging' },
    { MAIL_URL: 'smtp://127.0.0.1:1' },
  ])('is nowhere else: %o', async (env) => {
    const production = { JWT_SECRET: 'x'.repeat(32), PUBLIC_URL: 'https://forum.example' };
    const config = parseConfig({
      DATABASE_URL: forum.config.database.url,
      LOG_LEVEL: 'silent',
      ...production,
      ...env,
    });
    const app = await buildApp({ config, database: forum.database });
    expect((await app.inject({ url: '/dev/mail' })).statusCode).toBe(404);
    await app.close();
  });
});
