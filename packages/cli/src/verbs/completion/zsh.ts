import type { Place } from './places.ts';
import { functionName, quote, valuedOptions } from './shell-text.ts';

/** The completion for zsh, with what each word means. */
export function zshCompletion(program: string, places: readonly Place[]): string {
  const name = functionName(program);
  const valued = valuedOptions(places);
  const free = valued.filter(({ values }) => values.length === 0);
  return `#compdef ${program}
# ${program} for zsh. In ~/.zshrc, after compinit: eval "$(${program} completion zsh)"
${name}() {
  local here='' before='' word i
  local -a found
  for ((i = 2; i < CURRENT; i++)); do
    word=$words[i]
    case "$here $before" in
      (${valued.map((one) => quote(one.at)).join('|')}) before=''; continue ;;
    esac
    before=$word
    case "$here $word" in
      (${places
        .filter(({ path }) => path !== '')
        .map(({ path }) => quote(` ${path}`))
        .join('|')}) here="$here $word" ;;
    esac
  done
  case "$here $before" in
${valued
  .filter(({ values }) => values.length > 0)
  .map((one) => `    (${quote(one.at)}) compadd -- ${one.values.map(quote).join(' ')}; return ;;`)
  .join('\n')}
    (${free.map((one) => quote(one.at)).join('|')}) _files; return ;;
  esac
  case $here in
${places.map((place) => `    (${quote(place.path === '' ? '' : ` ${place.path}`)}) found=(${described(place).join(' ')}) ;;`).join('\n')}
  esac
  _describe ${program} found || _files
}
if [[ $funcstack[1] == ${name} ]]; then ${name} "$@"; else compdef ${name} ${program}; fi
`;
}

function described({ next, options }: Place): readonly string[] {
  const all = [
    ...next,
    ...options.flatMap(({ words, description }) => words.map((word) => ({ word, description }))),
  ];
  return all.map(({ word, description }) => quote(`${word.replaceAll(':', String.raw`\:`)}:${description}`));
}
