import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request as forward, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sign } from 'aws4';

/**
 * Stands before a server that speaks S3 and does what that one leaves out: it computes the signature of each request
 * anew (AWS Signature Version 4, by another library than the one that signed) and refuses, as S3 does, what is not
 * signed with the secret, or has other bytes than were signed.
 * @param port of the server behind it
 */
export async function checkSignatures(
  port: number,
  credentials: { readonly accessKeyId: string; readonly secretAccessKey: string },
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((incoming, answer) => {
    const judge = (body: Buffer): void => {
      const fault = faultOf(incoming, body, credentials);
      if (fault === undefined) passOn(port, incoming, body, answer);
      else
        answer
          .writeHead(403, { 'content-type': 'application/xml' })
          .end(`<Error><Code>${fault}</Code></Error>`);
    };
    bytesOf(incoming).then(judge, () => answer.destroy());
  });
  // Else it ends connections after five seconds, perhaps just as the next request is sent on one.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** The code with which S3 refuses a request, or undefined. */
function faultOf(
  { method = '', url = '', headers }: IncomingMessage,
  body: Buffer,
  credentials: { readonly accessKeyId: string; readonly secretAccessKey: string },
): string | undefined {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=[0-9a-f]{64}$/.exec(
      headers.authorization ?? '',
    );
  if (parts === null) return 'AccessDenied';
  const [given, key, region = '', names = ''] = parts;
  if (key !== credentials.accessKeyId) return 'InvalidAccessKeyId';
  const signed = names.split(';');
  // What changes the meaning of a request must be signed: S3 wants these, and everything that begins with x-amz-.
  const wanted = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  if (wanted.some((name) => !signed.includes(name))) return 'AccessDenied';
  const hash = headers['x-amz-content-sha256'];
  const hashed = createHash('sha256').update(body).digest('hex');
  if (hash !== 'UNSIGNED-PAYLOAD' && hash !== hashed) return 'XAmzContentSHA256Mismatch';
  const kept = Object.fromEntries(signed.map((name) => [name, String(headers[name])]));
  const again = sign({ method, path: url, headers: kept, service: 's3', region }, { ...credentials });
  const computed = String(again.headers?.['Authorization']);
  return computed.replaceAll(', ', ',') === given.replaceAll(', ', ',') ? undefined : 'SignatureDoesNotMatch';
}

function passOn(port: number, incoming: IncomingMessage, body: Buffer, answer: ServerResponse): void {
  const { method, url, headers } = incoming;
  // Each on a connection of its own: the server behind ends those that rest.
  const onward = forward({ host: '127.0.0.1', port, method, path: url, headers, agent: false }, (got) => {
    answer.writeHead(got.statusCode ?? 502, got.headers);
    got.pipe(answer);
  });
  onward.once('error', () => answer.destroy());
  onward.end(body);
}
