/** Types of MariaDB that the log has as fixed bytes, and how the server prints them. */
export function networkText(type: string): ((value: Buffer) => string) | undefined {
  return { uuid: uuidText, inet4: inet4Text, inet6: inet6Text }[type];
}

function inet4Text(value: Buffer): string {
  return value.join('.');
}

function uuidText(value: Buffer): string {
  const hex = (start: number, end: number) => value.toString('hex', start, end);
  return [hex(0, 4), hex(4, 6), hex(6, 8), hex(8, 10), hex(10, 16)].join('-');
}

/** The longest run of zero groups becomes `::`; addresses of IPv4 within are printed with dots. */
function inet6Text(value: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => value.readUInt16BE(index * 2));
  let start = -1;
  let length = 0;
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (to < 8 && groups[to] === 0) to++;
    if (to - from > length) [start, length] = [from, to - from];
  }
  if (length < 2) start = -1;
  const mapped = start === 0 && (length === 6 || (length === 5 && groups[5] === 0xffff));
  const tail = mapped ? [[...value.subarray(12)].join('.')] : [];
  const shown = groups.slice(0, mapped ? 6 : 8).map((group) => group.toString(16));
  if (start < 0) return [...shown, ...tail].join(':');
  const before = shown.slice(0, start);
  const after = [...shown.slice(start + length), ...tail];
  return `${before.join(':')}::${after.join(':')}`;
}
