import { prepareCommandLine } from '@agora/testkit';

import { agora } from './agora.fixture.ts';

/** Bundles the command line before the tests. */
export default (): Promise<void> => prepareCommandLine(agora);
