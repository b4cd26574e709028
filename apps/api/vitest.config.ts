import { mergeConfig } from 'vitest/config';
import { sharedConfig } from '../../vitest.shared.ts';

// A worker loads the API once, not for every file, which takes two seconds of its processor, and runs it warm. So a test
// puts back what it has replaced.
export default mergeConfig(sharedConfig, { test: { isolate: false } });
