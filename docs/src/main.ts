import { writeReference } from './write-reference.ts';

writeReference();
