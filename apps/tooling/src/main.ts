#!/usr/bin/env node
import { runProcess } from '@agora/cli';

import { forumAgora } from './program.ts';

await runProcess(forumAgora);
