import type { ProblemList } from './problem.ts';
import { listAt, textAt } from './settings.ts';
import { joinPath } from './shape.ts';
import { clip, entryOf, type YamlMap } from './yaml.ts';

/** How old the newest change may be: `latency`, else `freshness`, else `frequency` of the service-level properties. */
export function readFreshness(root: YamlMap, problems: ProblemList): number | undefined {
  const found = new Map<string, number>();
  for (const [index, item] of listAt(root, 'slaProperties').entries()) {
    if (item.kind !== 'map') continue;
    const name = aliases.get(textAt(item, 'property')?.value.toLowerCase() ?? '');
    if (name === undefined) continue;
    const seconds = readSeconds(item, `slaProperties[${index}]`, problems);
    if (seconds !== undefined && !found.has(name)) found.set(name, seconds);
  }
  return found.get('latency') ?? found.get('freshness') ?? found.get('frequency');
}

// ODCS compares these names without regard to case and knows the short ones.
const aliases: ReadonlyMap<string, string> = new Map([
  ['latency', 'latency'],
  ['ly', 'latency'],
  ['freshness', 'freshness'],
  ['frequency', 'frequency'],
  ['fy', 'frequency'],
]);

const secondsOf: ReadonlyMap<string, number> = new Map(
  (
    [
      [1, ['s', 'sec', 'second', 'seconds']],
      [60, ['min', 'minute', 'minutes']],
      [3_600, ['h', 'hr', 'hour', 'hours']],
      [86_400, ['d', 'day', 'days']],
      [604_800, ['w', 'week', 'weeks']],
      [2_592_000, ['mo', 'month', 'months']],
      [31_536_000, ['y', 'yr', 'year', 'years']],
    ] as const
  ).flatMap(([seconds, names]) => names.map((name) => [name, seconds] as const)),
);

function readSeconds(item: YamlMap, path: string, problems: ProblemList): number | undefined {
  const node = entryOf(item, 'value')?.value;
  const unit = textAt(item, 'unit');
  const here = joinPath(path, 'unit');
  if (node === undefined) return undefined;
  const amount = node.kind === 'scalar' && /^\d{1,9}(?:\.\d+)?$/.test(node.source) ? Number(node.source) : 0;
  if (!(amount > 0)) {
    problems.error('value-invalid', node.place, joinPath(path, 'value'), 'must be a number greater than 0', '15');
    return undefined;
  }
  if (unit === undefined) {
    if (entryOf(item, 'unit') === undefined) problems.error('missing', item.place, here, 'a duration needs a unit', 'unit: min');
    return undefined;
  }
  const seconds = secondsOf.get(unit.value.toLowerCase());
  if (seconds === undefined) {
    const ambiguous = unit.value === 'm' || unit.value === 'M';
    const message = ambiguous ? '`m` may be minutes or months' : `\`${clip(unit.value)}\` is no unit of time`;
    problems.error('value-invalid', unit.place, here, message, ambiguous ? 'min or month' : 's, min, h, d, w, month or y');
    return undefined;
  }
  return Math.max(1, Math.round(amount * seconds));
}
