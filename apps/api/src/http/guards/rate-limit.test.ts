import { describe, expect, it } from 'vitest';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { networkOf } from '../../limits/network.ts';
import { RateLimiter } from '../../limits/rate-limiter.ts';

const forum = useForum({ RATE_LIMIT_PER_MINUTE: '3' });
const from = async (remoteAddress: string) =>
  (await forum.app.inject({ url: '/c/techcorp/channels', remoteAddress })).statusCode;

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::ffff', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8::4:5:6:7:8', '2001:db8:0:4::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['1::', '1:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
    ['unknown', 'unknown'],
    ['', ''],
  ])('%s is in %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });
});

describe('a limit by address', () => {
  it('is one for all addresses of an IPv6 subnet', async () => {
    const mine = ['2001:db8::1', '2001:db8::2', '2001:db8:0:0:ffff::3', '2001:db8::4', '2001:db8:0:0:5::'];
    const answers = [];
    for (const address of mine) answers.push(await from(address));
    expect(answers).toEqual([200, 200, 200, 429, 429]);
    expect(await from('2001:db8:0:1::1')).toBe(200);
    expect([await from('203.0.113.7'), await from('::ffff:203.0.113.7')]).toEqual([200, 200]);
    expect([await from('203.0.113.7'), await from('203.0.113.7')]).toEqual([200, 429]);
    expect(await from('203.0.113.8')).toBe(200);
  });

  it('is used up by all of a subnet together', async () => {
    const limiter = new RateLimiter({
      name: 'x',
      most: 2,
      windowSeconds: 60,
      code: 'auth.too_many_attempts',
    });
    limiter.takeFrom('2001:db8::1');
    limiter.takeFrom('2001:db8::2');
    expect(() => limiter.takeFrom('2001:db8::3')).toThrow('Too many requests');
    expect(limiter.takeFrom('2001:db8:1::3').remaining).toBe(1);
  });
});
