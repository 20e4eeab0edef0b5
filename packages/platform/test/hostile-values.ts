import type { Random } from '@lienthong/testbed';

/** Stands in every value that is sent: it must come back in no answer. */
export const canary = 'CHIM-YEN';

/** Names that are no names where a record is an object with a prototype. */
export const prototypeNames: readonly string[] = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];

/** Visible ASCII that means something to somebody: SQL, a shell, a template, a page, a path, a number. */
export const strangeTexts: readonly string[] = [
  "' or 1=1; drop table lienthong.batches --",
  "\"; copy keys to program 'sh' --",
  '${jndi:ldap://x/a}',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '%2e%2e%2fetc',
  '%',
  '%zz',
  '%00',
  '%ED%A0%80',
  '%FF%FE',
  '%0d%0aX-Injected:%201',
  '-1',
  '0',
  '00',
  '+1',
  '1.5',
  '1e3',
  '0x10',
  'NaN',
  'Infinity',
  'null',
  'undefined',
  '[object Object]',
  '9007199254740993',
  '99999999999999999999999999',
  '\\u0000',
  '"',
  '""',
  ',',
  ';',
  '=',
  ':',
  '*',
  '()',
];

export function strangeText(random: Random): string {
  return random.chance(0.2) ? random.pick(prototypeNames) : random.pick(strangeTexts);
}

/** A JSON text whose value is none of a batch line, a resume or a question: wrong kinds, depth, rounding, prototypes, no JSON at all. */
export function strangeJson(random: Random): string {
  const depth = random.pick([100, 100, 5_000, 5_000, 5_000, 100_000]);
  const name = random.pick(prototypeNames);
  return random.pick<() => string>([
    () => '',
    () => 'null',
    () => `"${canary}"`,
    () => random.digits(400),
    () => `-${random.digits(20)}e${random.digits(12)}`,
    () => '1e400',
    () => '[]',
    () => '{}',
    () => '['.repeat(depth),
    () => `${'['.repeat(depth)}${']'.repeat(depth)}`,
    () => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    () => `{"${name}":{"${name}":"${canary}"}}`,
    () => `{"__proto__":{"op":"r","agency":"H26.12","source":"ho-tich","buckets":1,"epoch":1,"abandoned":[1]}}`,
    () => '{"op":"r","op":null}',
    () => `{"${'k'.repeat(random.between(1_000, 60_000))}":1}`,
    () => '{"a":"\\ud800"}',
    () => '{"\\udfff":"\\u0000"}',
    () => '{"a":"\u0000"}',
    () => "{'a':1}",
    () => '{"a":1,}',
    () => '{"a":NaN}',
    () => '\ufeff{}',
    () => `{"a":"${canary}`,
    () => `{"toString":1,"valueOf":1,"agency":{"toString":1,"valueOf":1},"source":{"toString":"${canary}"}}`,
  ])();
}

/** Bytes that are no UTF-8. */
export function strangeBytes(random: Random): Buffer {
  return Buffer.from(
    random.pick(['ff', 'fe ff 00', 'c0 80', 'ed a0 80', 'f5 80 80 80', 'e2 82', '22 80 22 0a', 'c3']).replaceAll(' ', ''),
    'hex',
  );
}
