// A real IPFS node (js-ipfs) for the tests of its store: copied beside its packages and started there, see docs/adr/0008.
import { tmpdir } from 'node:os';
import path from 'node:path';

// What the node calls and Node 20 does not have yet; so it must stand there before the node is loaded.
Promise.withResolvers ??= function withResolvers() {
  const made = {};
  made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};
const { create } = await import('ipfs-core');
const { HttpApi } = await import('ipfs-http-server');

const port = Number(process.argv[2] ?? 5055);
const node = await create({
  repo: path.join(tmpdir(), `agora-ipfs-${process.pid}`),
  silent: true,
  offline: true,
  init: { algorithm: 'Ed25519', emptyRepo: true },
  config: { Addresses: { Swarm: [], API: `/ip4/127.0.0.1/tcp/${port}`, Gateway: '' }, Bootstrap: [] },
});
const api = new HttpApi(node, {});
await api.start();
const { version } = await node.version();
process.stdout.write(`js-ipfs ${version}: TEST_IPFS_URL=http://127.0.0.1:${port}\n`);
process.once('SIGTERM', () => void api.stop().then(() => process.exit(0)));
