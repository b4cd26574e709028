import { serve } from './server.ts';

void serve();
