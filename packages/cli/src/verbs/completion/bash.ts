import type { Place } from './places.ts';
import { functionName, quote, valuedOptions } from './shell-text.ts';

/** The completion for bash 3.2 and newer; without the package bash-completion. */
export function bashCompletion(program: string, places: readonly Place[]): string {
  const name = functionName(program);
  const valued = valuedOptions(places);
  const withValues = valued.filter(({ values }) => values.length > 0);
  return `# ${program} for bash. In ~/.bashrc: eval "$(${program} completion bash)"
${name}_takes_value() {
  case "$1" in
    ${valued.map((one) => quote(one.at)).join('|')}) return 0 ;;
  esac
  return 1
}
${name}() {
  local here='' words='' i word before='' cur="\${COMP_WORDS[COMP_CWORD]}"
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    # bash makes a word of its own of the = in --format=json.
    [[ $word == '=' ]] && continue
    if [[ -n $before ]] && ${name}_takes_value "$here $before"; then before=''; continue; fi
    before="$word"
    case "$here $word" in
      ${places
        .filter(({ path }) => path !== '')
        .map(({ path }) => quote(` ${path}`))
        .join('|')}) here="$here $word" ;;
    esac
  done
  [[ $cur == '=' ]] && cur=''
  case "$here $before" in
${withValues.map((one) => `    ${quote(one.at)}) words=${quote(one.values.join(' '))} ;;`).join('\n')}
    *)
      # A value that is free: files are offered.
      [[ -n $before ]] && ${name}_takes_value "$here $before" && return 0
      case "$here" in
${places.map(({ path, next, options }) => `        ${quote(path === '' ? '' : ` ${path}`)}) words=${quote([...next.map(({ word }) => word), ...options.flatMap(({ words }) => words)].join(' '))} ;;`).join('\n')}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F ${name} ${program}
`;
}
