#!/usr/bin/env node
// The executable that Prisma's CLI spawns in place of its native schema engine.
import '../dist/main.js';
