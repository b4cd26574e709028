import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { type Flow, openFlow, sealFlow } from './flow.ts';

const flow: Flow = {
  provider: 'github',
  purpose: 'LOGIN',
  state: 'state',
  nonce: 'nonce',
  verifier: 'verifier',
  challenge: 'challenge',
};

it('opens what one of the secrets has sealed, and no other', async () => {
  const community = randomUUID();
  const [newest, before, gone] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  const open = (sealed: string) => openFlow([newest, before], community, sealed);
  expect(await open(await sealFlow(newest, community, flow))).toEqual(flow);
  expect(await open(await sealFlow(before, community, flow))).toEqual(flow);
  expect(await open(await sealFlow(gone, community, flow))).toBeUndefined();
  expect(await open(await sealFlow(before, randomUUID(), flow))).toBeUndefined();
});
