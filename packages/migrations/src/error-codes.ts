/** Reading the project and its folder. */
const projectCodes = {
  'migrations.no_config': 'There is no prisma.config.ts where the command was started.',
  'migrations.bad_config': 'prisma.config.ts cannot be loaded.',
  'migrations.no_schema': 'The Prisma schema that the configuration names does not exist.',
  'migrations.not_postgresql': 'The project is for another database than PostgreSQL.',
  'migrations.no_url': 'No database URL is configured.',
  'migrations.bad_agora_config': 'agora.config.ts has faults.',
  'migrations.folder_unreadable': 'The migrations folder cannot be read.',
} as const;

/** Every error code of this package with its meaning in one line. */
export const migrationsErrorCodes: Readonly<Record<string, string>> = Object.freeze({
  ...projectCodes,
});
