import { isIP } from 'node:net';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';
import type { Config } from '../config.ts';
import { type ChallengeUse, challengeSeconds, issueChallenge, readChallenge } from './passkey-challenge.ts';

/** The library is large, and most requests need none of it. */
const library = () => import('@simplewebauthn/server');

const base64url = (most: number) => z.base64url().min(1).max(most);
const shared = { id: base64url(1364), type: z.literal('public-key') };

/** What `navigator.credentials.create()` gives, as `toJSON()` writes it; what else it says is not looked at. */
export const registration = z
  .object({
    ...shared,
    response: z.object({ clientDataJSON: base64url(8000), attestationObject: base64url(20_000) }),
  })
  .meta({ id: 'PasskeyRegistration' });

/** What `navigator.credentials.get()` gives, as `toJSON()` writes it; what else it says is not looked at. */
export const assertion = z
  .object({
    ...shared,
    response: z.object({
      clientDataJSON: base64url(8000),
      authenticatorData: base64url(8000),
      signature: base64url(8000),
      userHandle: base64url(100).describe('Of a discoverable key: the id of its owner'),
    }),
  })
  .meta({ id: 'PasskeyAssertion' });

export type Registration = z.output<typeof registration>;
type Assertion = z.output<typeof assertion>;

/** What a passkey is checked with. */
interface KnownPasskey {
  readonly userId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: bigint;
}

/**
 * The domain that passkeys of a forum belong to (WebAuthn's RP ID): the host of its public address.
 * @returns undefined where browsers make none: no name, or neither https nor this machine
 */
export function passkeyDomain({ publicUrl }: Pick<Config, 'publicUrl'>): string | undefined {
  const { protocol, hostname } = new URL(publicUrl);
  const local = hostname === 'localhost' || hostname.endsWith('.localhost');
  const secure = protocol === 'https:' || local;
  return secure && isIP(hostname.replaceAll(/[[\]]/g, '')) === 0 ? hostname : undefined;
}

/** Why none are offered at the address of a forum, and what its operator does about it. */
export const noPasskeys = ({ publicUrl }: Pick<Config, 'publicUrl'>) => ({
  message: `Browsers make no passkeys for ${publicUrl}.`,
  fix: 'Whoever runs the forum gives it a name and https, in PUBLIC_URL; on this machine it may be http://localhost with its port.',
});

/** @throws ApiError `passkey.unavailable` */
function domainOf(config: Config): string {
  const domain = passkeyDomain(config);
  if (domain !== undefined) return domain;
  const { message, fix } = noPasskeys(config);
  throw new ApiError('passkey.unavailable', message, { fix });
}

/** What a browser is told to make a passkey with. @throws ApiError `passkey.unavailable` */
export async function registrationOptions(
  config: Config,
  use: Required<ChallengeUse>,
  owner: {
    readonly userId: string;
    readonly name: string;
    readonly displayName: string;
    /** Ids of the passkeys that they have: a device makes no second one. */
    readonly known: readonly Uint8Array[];
  },
) {
  const rpID = domainOf(config);
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpName: 'Agora',
    rpID,
    userName: owner.name,
    userDisplayName: owner.displayName,
    userID: new TextEncoder().encode(owner.userId),
    challenge: await issueChallenge(config.tokens, use),
    timeout: challengeSeconds * 1000,
    attestationType: 'none',
    excludeCredentials: owner.known.map((id) => ({ id: Buffer.from(id).toString('base64url') })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    // EdDSA, ES256, RS256: what devices have.
    supportedAlgorithmIDs: [-8, -7, -257],
  });
}

/** What a browser is told to find a passkey with. @throws ApiError `passkey.unavailable` */
export async function assertionOptions(config: Config, communityId: string) {
  const rpID = domainOf(config);
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({
    rpID,
    challenge: await issueChallenge(config.tokens, { communityId }),
    timeout: challengeSeconds * 1000,
    userVerification: 'required',
  });
}

/** What is expected of any answer, and the id of its challenge once it was looked at. */
function expected(config: Config, use: ChallengeUse) {
  let taken: string | undefined;
  return {
    challengeId: () => taken,
    options: {
      expectedChallenge: async (challenge: string) => {
        taken = await readChallenge(config.tokens, challenge, use);
        return taken !== undefined;
      },
      expectedOrigin: new URL(config.publicUrl).origin,
      expectedRPID: domainOf(config),
      requireUserVerification: true,
    },
  };
}

/** Says why in the cause, and nothing of it to who asked. */
const wrong = (cause?: unknown): ApiError =>
  new ApiError(
    'auth.invalid_passkey',
    'The passkey is unknown here, or its answer too old or taken already.',
    {
      fix: 'Begin again; or log in with e-mail and password.',
      ...(cause !== undefined && { cause }),
    },
  );
export { wrong as wrongPasskey };

/**
 * Checks what a device has made.
 * @returns what is kept of it, and the id of the challenge, which must be taken only once
 * @throws ApiError `auth.invalid_passkey`, `passkey.unavailable`
 */
export async function verifyRegistration(config: Config, use: Required<ChallengeUse>, given: Registration) {
  const { options, challengeId } = expected(config, use);
  const { verifyRegistrationResponse } = await library();
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    ...options,
    response: { ...given, rawId: given.id, clientExtensionResults: {} },
  }).catch((error: unknown) => {
    throw wrong(error);
  });
  const id = challengeId();
  if (!verified || id === undefined) throw wrong();
  const { credential } = registrationInfo;
  return {
    challengeId: id,
    credentialId: new Uint8Array(Buffer.from(credential.id, 'base64url')),
    publicKey: credential.publicKey,
    counter: BigInt(credential.counter),
  };
}

/**
 * Checks what a device has signed, with the key that is known.
 * @returns the device's counter, and the id of the challenge, which must be taken only once
 * @throws ApiError `auth.invalid_passkey`, `passkey.unavailable`
 */
export async function verifyAssertion(
  config: Config,
  communityId: string,
  given: Assertion,
  known: KnownPasskey,
) {
  // A key is its owner's alone, whatever the device says.
  if (Buffer.from(given.response.userHandle, 'base64url').toString() !== known.userId) throw wrong();
  const { options, challengeId } = expected(config, { communityId });
  const { verifyAuthenticationResponse } = await library();
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    ...options,
    response: { ...given, rawId: given.id, clientExtensionResults: {} },
    credential: { id: given.id, publicKey: known.publicKey, counter: Number(known.counter) },
  }).catch((error: unknown) => {
    throw wrong(error);
  });
  const id = challengeId();
  if (!verified || id === undefined) throw wrong();
  return { challengeId: id, counter: BigInt(authenticationInfo.newCounter) };
}
