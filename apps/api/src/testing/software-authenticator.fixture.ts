import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import { z } from 'zod';

const order = z.looseObject({ challenge: z.string(), user: z.looseObject({ id: z.string() }) });
const question = z.looseObject({ challenge: z.string() });
const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');
const coordinate = (text = ''): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));
const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();

/** What a browser and a device say of where they are, and what can be wrong with it. */
export interface Said {
  readonly origin: string;
  readonly domain: string;
  /** Whether the device made sure who uses it. */
  readonly verified: boolean;
  /** How often it says to have signed. */
  readonly counter: number;
  readonly userHandle: string;
  readonly type: string;
}

/** A device that makes one passkey (ES256, no attestation), as WebAuthn has it: to be told what no browser would do. */
export class SoftwareAuthenticator {
  readonly #key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #id = randomBytes(32);
  readonly #said: Said;
  #owner = '';

  constructor(origin: string) {
    const domain = new URL(origin).hostname;
    this.#said = { origin, domain, verified: true, counter: 1, userHandle: '', type: '' };
  }

  /** Makes its passkey. @param given what the forum ordered */
  create(given: unknown, wrong: Partial<Said> = {}) {
    const { challenge, user } = order.parse(given);
    this.#owner = user.id;
    const said = { ...this.#said, type: 'webauthn.create', ...wrong };
    const { x, y } = this.#key.publicKey.export({ format: 'jwk' });
    const publicKey = isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, coordinate(x)],
        [-3, coordinate(y)],
      ]),
    );
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.#id, publicKey]);
    const authData = Buffer.concat([this.#state(said, 0x40), attested]);
    const attestation = isoCBOR.encode(
      new Map<string, string | Map<string, string> | Uint8Array>([
        ['fmt', 'none'],
        ['attStmt', new Map<string, string>()],
        ['authData', new Uint8Array(authData)],
      ]),
    );
    return {
      id: base64url(this.#id),
      type: 'public-key',
      response: { clientDataJSON: this.#client(said, challenge), attestationObject: base64url(attestation) },
    };
  }

  /** Signs with its passkey. @param given what the forum asked */
  get(given: unknown, wrong: Partial<Said> = {}) {
    const { challenge } = question.parse(given);
    const said = { ...this.#said, type: 'webauthn.get', userHandle: this.#owner, ...wrong };
    const clientDataJSON = this.#client(said, challenge);
    const state = this.#state(said, 0);
    const signed = Buffer.concat([state, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    return {
      id: base64url(this.#id),
      type: 'public-key',
      response: {
        clientDataJSON,
        authenticatorData: base64url(state),
        signature: base64url(sign('sha256', signed, this.#key.privateKey)),
        userHandle: said.userHandle,
      },
    };
  }

  #client({ type, origin }: Said, challenge: string): string {
    return base64url(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  /** Authenticator data (WebAuthn, 6.1): somebody is there, and perhaps verified. */
  #state({ domain, verified, counter }: Said, flags: number): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(domain), Buffer.from([0x01 + (verified ? 0x04 : 0) + flags]), count]);
  }
}
