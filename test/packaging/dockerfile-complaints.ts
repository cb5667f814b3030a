/** An instruction of a Dockerfile: its name and all behind it, lines that are continued as one. */
interface Instruction {
  readonly name: string;
  readonly rest: string;
}

const instructionsOf = (text: string): readonly Instruction[] =>
  text
    .replaceAll(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, name = "", rest = ""] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
      return { name: name.toUpperCase(), rest };
    });

const RUN_RULES: readonly (readonly [rule: string, pattern: RegExp])[] = [
  ["DL3003 use WORKDIR, not cd", /(?:^|[;&|]\s*)cd\s/],
  ["DL3004 no sudo", /\bsudo\b/],
  ["DL3027 apt-get, not apt", /\bapt\s+(?:install|update)/],
  [
    "DL3015 --no-install-recommends",
    /\bapt-get\b(?!.*--no-install-recommends).*\binstall\b(?!.*--no-install-recommends)/,
  ],
  ["DL3014 -y", /\bapt-get\b(?!.*\s(?:-y|--yes)\b).*\binstall\b/],
  ["DL3009 remove apt lists", /\bapt-get\s+update\b(?!.*rm -rf \/var\/lib\/apt\/lists)/],
  ["DL3016 pin npm packages", /\bnpm\s+(?:install|i|add)\s+(?:-\S+\s+)*(?!\S*[@./]\d)[\w@]/],
  ["DL4006 pipefail before pipes", /\|(?!\|)/],
];

/** What hadolint's main rules say against a Dockerfile, and what we want besides: a health check and no root. */
export function complaints(text: string): readonly string[] {
  const instructions = instructionsOf(text);
  const said: string[] = [];
  const stages = new Set<string>();
  let user = "root";
  for (const { name, rest } of instructions) {
    switch (name) {
      case "FROM": {
        const [, image = "", stage] = /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?$/i.exec(rest) ?? [];
        const tag = /:([^:/@]+)(?:@|$)/.exec(image)?.[1];
        if (!stages.has(image) && (tag === undefined || !/\d+\.\d+/.test(tag))) said.push("DL3006 pin the base image");
        if (tag === "latest") said.push("DL3007 no latest");
        if (stage) stages.add(stage);
        user = "root";
        break;
      }
      case "RUN":
        for (const [rule, pattern] of RUN_RULES) if (pattern.test(rest)) said.push(rule);
        break;
      case "WORKDIR":
        if (!rest.startsWith("/")) said.push("DL3000 absolute WORKDIR");
        break;
      case "ADD":
        said.push("DL3020 COPY, not ADD");
        break;
      case "CMD":
      case "ENTRYPOINT":
        if (!rest.startsWith("[")) said.push("DL3025 CMD and ENTRYPOINT as JSON");
        break;
      case "USER":
        user = rest;
        break;
      case "MAINTAINER":
        said.push("DL4000 no MAINTAINER");
        break;
      default:
    }
  }
  if (/^(?:root|0)(?::|$)/.test(user)) said.push("DL3002 the last USER is not root");
  if (!instructions.some(({ name }) => name === "HEALTHCHECK")) said.push("a health check");
  return said;
}
