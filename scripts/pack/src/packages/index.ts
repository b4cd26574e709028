import { agoraDb } from './agora-db/package.ts';
import { agoraDeploy } from './agora-deploy/package.ts';
import { agoraPostgres } from './agora-postgres/package.ts';
import { agoraRls } from './agora-rls/package.ts';
import type { PublishedPackage } from './published-package.ts';

/** What is published, all in one version. */
export const publishedPackages: readonly PublishedPackage[] = [agoraDb, agoraDeploy, agoraRls, agoraPostgres];
