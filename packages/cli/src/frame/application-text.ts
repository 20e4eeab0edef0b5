import { type ApplicationText, text_en as english } from '@stricli/core';
import type { Words } from '../words/words.ts';

/** The router's own texts in the chosen language; scanner errors stay as the router words them. */
export function applicationText(words: Words): ApplicationText {
  const { help } = words;
  return {
    ...english,
    headers: { usage: help.usage, aliases: help.aliases, commands: help.commands, flags: help.flags, arguments: help.arguments },
    keywords: { default: help.default, separator: help.separator },
    briefs: { ...english.briefs, help: help.help, helpAll: help.helpAll, version: help.version },
    noCommandRegisteredForInput: ({ input, corrections }) => words.unknownCommand(input, corrections),
  };
}
