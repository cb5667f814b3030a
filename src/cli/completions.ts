import type { Command } from "commander";

type Shell = "bash" | "zsh" | "fish";

/** A command with the words that may follow it. */
interface Node {
  /** Its names from the program's first command on, such as `keys add`; empty for the program. */
  readonly path: string;
  readonly words: readonly Word[];
}

interface Word {
  readonly text: string;
  readonly meaning: string;
}

/**
 * A script by which a shell completes our commands, made from the very table that parses them: what completes is what works.
 * Options that take a file and arguments without choices are left to the shell, which knows files.
 */
export function completionScript(shell: Shell, program: Command): string {
  const nodes = nodesOf(program, []);
  switch (shell) {
    case "bash":
      return bash(nodes);
    case "zsh":
      return zsh(nodes);
    case "fish":
      return fish(nodes);
  }
}

function nodesOf(command: Command, names: readonly string[]): readonly Node[] {
  const words: Word[] = [
    ...command.commands.map((sub) => ({ text: sub.name(), meaning: sub.description() })),
    ...(command.commands.length > 0 ? [{ text: "help", meaning: "print help for a command" }] : []),
    ...command.registeredArguments.flatMap((argument) =>
      (argument.argChoices ?? []).map((choice) => ({ text: choice, meaning: argument.description })),
    ),
    ...command.options.map(({ long, short, description }) => ({ text: long ?? short ?? "", meaning: description })),
    { text: "--help", meaning: "print help" },
  ];
  const seen = new Set<string>();
  const own = words.filter(({ text }) => text !== "" && !seen.has(text) && seen.add(text));
  return [
    { path: names.join(" "), words: own },
    ...command.commands.flatMap((sub) => nodesOf(sub, [...names, sub.name()])),
  ];
}

/** The longest run of first words that is a command decides what may follow. */
function bash(nodes: readonly Node[]): string {
  const cases = nodes.map(({ path, words }) => `    "${path}") words="${words.map(({ text }) => text).join(" ")}" ;;`);
  return `# Completes viewcurve's commands and options: eval "$(viewcurve completions bash)"
_viewcurve_words() {
  case "$1" in
${cases.join("\n")}
    *) return 1 ;;
  esac
}
_viewcurve() {
  local words="" path="" next i current="\${COMP_WORDS[COMP_CWORD]}"
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="$path\${path:+ }\${COMP_WORDS[i]}"
    _viewcurve_words "$next" || break
    path="$next"
  done
  _viewcurve_words "$path"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _viewcurve viewcurve ./viewcurve
`;
}

/** zsh understands bash's completions once its own are there, which a bare ~/.zshrc does not see to. */
const zsh = (nodes: readonly Node[]): string => `#compdef viewcurve
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
autoload -Uz bashcompinit && bashcompinit
${bash(nodes)}`;

/** In fish a completion holds while a condition does: that all words of its command, and no further one, were said. */
function fish(nodes: readonly Node[]): string {
  const lines = nodes.flatMap(({ path, words }) => {
    const subs = nodes.filter((node) => isChild(path, node.path)).map((node) => node.path.split(" ").at(-1));
    const said = path
      .split(" ")
      .filter(Boolean)
      .map((name) => `__fish_seen_subcommand_from ${name}`);
    const unsaid = subs.length > 0 ? [`not __fish_seen_subcommand_from ${subs.join(" ")}`] : [];
    const condition = [...said, ...unsaid].join("; and ");
    // Where a command is expected no file is.
    const noFiles = subs.length > 0 ? [`complete -c viewcurve -n '${condition}' -f`] : [];
    const offers = words.map(({ text, meaning }) => {
      const what = text.startsWith("--") ? `-l ${text.slice(2)}` : `-a ${text}`;
      return `complete -c viewcurve -n '${condition}' ${what} -d '${meaning.replaceAll(/[\\']/g, "\\$&")}'`;
    });
    return [...noFiles, ...offers];
  });
  return `# Completes viewcurve's commands and options: viewcurve completions fish | source\n${lines.join("\n")}\n`;
}

const isChild = (path: string, other: string): boolean =>
  path === ""
    ? other !== "" && !other.includes(" ")
    : other.startsWith(`${path} `) && !other.slice(path.length + 1).includes(" ");
