/**
 * @typedef {object} Script
 * @property {readonly (readonly string[])[]} commands of agora, in order
 * @property {Readonly<Record<string, string>>} [renamed] options that have another name now
 */

/** The scripts that teams know, by the name behind "db:" -> what each stands for. @type {Readonly<Record<string, Script>>} */
export const scripts = {
  'migration:create': { commands: [['migrate', 'create']] },
  migrate: { commands: [['migrate', 'deploy']] },
  rollback: { commands: [['migrate', 'rollback']] },
  status: { commands: [['migrate', 'status']] },
  current: { commands: [['migrate', 'current']] },
  history: { commands: [['migrate', 'history']] },
  stamp: { commands: [['migrate', 'stamp']] },
  reset: { commands: [['db', 'reset']] },
  init: { commands: [['db', 'start'], ['migrate', 'deploy'], ['seed']] },
  validate: { commands: [['validate']] },
  health: { commands: [['health']] },
  'notify:rollback': { commands: [['notify', 'rollback']] },
  seed: { commands: [['seed']], renamed: { '--file': '--only' } },
  'validate-seed': { commands: [['seed', 'validate']] },
  backup: { commands: [['backup', 'create']] },
  restore: { commands: [['backup', 'restore']] },
  docs: { commands: [['migrate', 'docs']] },
  check: { commands: [['migrate', 'check']] },
};

/**
 * The command lines of agora that a script runs, in order. npm takes the `--` before the options away and pnpm hands it
 * on, so it is dropped here.
 * @param {Script} script
 * @param {readonly string[]} given behind the script's name
 * @returns {string[][]}
 */
export function commandLines({ commands, renamed }, given) {
  const words = given
    .filter((word) => word !== '--')
    .map((word) => word.replace(/^--[^=]+/, (option) => renamed?.[option] ?? option));
  return commands.map((command) => [...command, ...words]);
}
