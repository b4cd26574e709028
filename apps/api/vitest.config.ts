import { mergeConfig } from 'vitest/config';
import { sharedConfig } from '../../vitest.shared.ts';

const withReplica = process.env['TEST_WITH_REPLICA'] === '1';

export default mergeConfig(sharedConfig, {
  test: {
    // A worker loads the API once, not for every file, which takes two seconds of its processor, and runs it warm. So a
    // test puts back what it has replaced.
    isolate: false,
    globalSetup: withReplica ? ['src/testing/servers/replicated-suite.fixture.ts'] : [],
  },
});
