/** A text that is longer than this is looked at before it is parsed. */
const longBytes = 64 * 1024;

/** Far above what a record (64 levels) or a request needs. */
const maxLevels = 1000;

/**
 * Whether JSON is nested so deep that parsing it would keep everybody waiting: millions of open brackets take the engine
 * seconds and gigabytes. Short texts pass unseen; whether it is JSON at all is the parser's affair.
 */
export function isNestedTooDeep(json: Buffer): boolean {
  return json.length > longBytes && isDeeperThan(json, maxLevels);
}

/** Whether JSON has more levels than these, however short it is. */
export function isDeeperThan(json: Buffer, most: number): boolean {
  let levels = 0;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at];
    if (byte === openBracket || byte === openBrace) {
      levels++;
      if (levels > most) return true;
    } else if (byte === closeBracket || byte === closeBrace) levels--;
    else if (byte === quote) at = endOfText(json, at + 1);
  }
  return false;
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

function endOfText(json: Buffer, start: number): number {
  for (let at = start; at < json.length; at++) {
    if (json[at] === backslash) at++;
    else if (json[at] === quote) return at;
  }
  return json.length;
}
