import path from 'node:path';

const packageDirectory = path.resolve(import.meta.dirname, '..');

/** Absolute path of the folder that holds the forum's migrations, one folder each. */
export const migrationsDirectory: string = path.join(packageDirectory, 'prisma', 'migrations');

/** Absolute path of the folder that holds the files that the seeds attach to posts. */
export const sampleMediaDirectory: string = path.join(packageDirectory, 'media');
