// Run at the end of a whole test run: stops the embedded test server, if there is one.
import { stopTestServer } from './test-server.ts';

await stopTestServer();
