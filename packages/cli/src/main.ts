#!/usr/bin/env node
import { agora } from './agora.ts';
import { runProcess } from './program/run-process.ts';

await runProcess(agora);
