import { agoraDb } from './agora-db/package.ts';
import type { PublishedPackage } from './published-package.ts';

/** What is published, all in one version. */
export const publishedPackages: readonly PublishedPackage[] = [agoraDb];
