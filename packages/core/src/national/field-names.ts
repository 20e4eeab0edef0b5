/** `hoTen`, `ho_ten` and `HO_TEN` → `HoTen`: letters and digits of ASCII, the first of each word a capital. */
export function pascalCase(name: string): string {
  const parts = name.split(/[^A-Za-z0-9]+/).filter((part) => part !== '');
  return parts.map((part) => `${part.charAt(0).toUpperCase()}${isOneCase(part) ? part.slice(1).toLowerCase() : part.slice(1)}`).join('');
}

/** Receivers look names up without regard to case: two names that differ in nothing else are the same name. */
export function foldName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** What may be the name of a field in JSON and in XML alike, in the manner of the message. */
export function isFieldName(name: string): boolean {
  return /^[A-Z][A-Za-z0-9]{0,99}$/.test(name) && !/^xml/i.test(name);
}

function isOneCase(part: string): boolean {
  return part.length > 1 && part === part.toUpperCase() && /[A-Z]/.test(part);
}
