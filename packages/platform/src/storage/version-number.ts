/** Order of semantic versions (semver.org §11); build metadata does not count. */
export function compareVersionNumbers(left: string, right: string): number {
  const [leftCore, leftBefore] = parts(left);
  const [rightCore, rightBefore] = parts(right);
  const core = compareIdentifiers(leftCore, rightCore);
  if (core !== 0 || leftBefore === rightBefore) return core;
  if (leftBefore === undefined) return 1;
  if (rightBefore === undefined) return -1;
  return compareIdentifiers(leftBefore, rightBefore);
}

function parts(version: string): readonly [string, string | undefined] {
  const plain = version.split('+', 1)[0] ?? '';
  const dash = plain.indexOf('-');
  return dash < 0 ? [plain, undefined] : [plain.slice(0, dash), plain.slice(dash + 1)];
}

function compareIdentifiers(left: string, right: string): number {
  const a = left.split('.');
  const b = right.split('.');
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = compareIdentifier(a[index], b[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareIdentifier(left: string | undefined, right: string | undefined): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? -1 : 1;
  const numeric = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (numeric[0] && numeric[1]) return Number(left) - Number(right);
  if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}
