/** HTML that was escaped already; only `html` makes it. */
export interface Markup {
  readonly markup: string;
}

export type Content = string | number | Markup | undefined | readonly Content[];

/** HTML with everything in it escaped that is no markup itself, in text and between double quotes. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const rest = contents.map((content, index) => `${rendered(content)}${strings[index + 1] ?? ''}`);
  return { markup: `${strings[0] ?? ''}${rest.join('')}` };
}

function rendered(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') return escaped(content);
  if ('markup' in content) return content.markup;
  return content.map(rendered).join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  // Control characters are errors in HTML and hide what stands there; formatting characters can turn text around.
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '').replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd');
}
