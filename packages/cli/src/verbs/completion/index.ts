import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { choiceArgument } from '../../command/option.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { placesOf } from './places.ts';
import { zshCompletion } from './zsh.ts';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `agora completion` */
export const completion = defineCommand({
  name: 'completion',
  summary: 'Print what makes a shell complete commands and options',
  description: 'Made from the commands themselves: print it again after an update.',
  arguments: { shell: choiceArgument(['bash', 'zsh', 'fish'], 'the shell') },
  examples: [
    { command: 'eval "$(agora completion bash)"', does: 'in ~/.bashrc' },
    { command: 'eval "$(agora completion zsh)"', does: 'in ~/.zshrc, after compinit' },
    { command: 'agora completion fish | source', does: 'in config.fish' },
  ],
  async run({ context, arguments: { shell }, wholeProgram }) {
    const root = await wholeProgram();
    const script = scripts[shell](root.name, placesOf(root));
    context.out.data({ shell, script }, () => script);
    return EXIT.ok;
  },
});
