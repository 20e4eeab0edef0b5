import type { Random } from '@lienthong/testbed';
import type { ProblemCode } from '../src/index.ts';
import { canary, prototypeNames, strangeBytes, strangeJson, strangeText } from './hostile-values.ts';
import { message } from './sender.ts';

/** A request with national messages of which nothing may be stored, and what it may be answered with. */
export interface HostileMessages {
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly expected: readonly ProblemCode[];
}

/** One way of being hostile; the random source decides the rest. */
export type MessageFault = (random: Random) => HostileMessages;

const malformed = ['messages-malformed'] as const;
const good = () => message('NEW', 1, `H26-${canary}`, '1', canary);

/** The text of a list in which something stands beside what is right. */
function beside(random: Random, text: string): string {
  const right = JSON.stringify(message('NEW', 1, 'H26-tot', '9', canary));
  return random.pick([`[${text}]`, `[${right},${text}]`, `[${text},${right}]`]);
}

function listOfNothing(text: string): boolean {
  return text.trim() === '[]';
}

/** A message with one member replaced by JSON that is written as it is. */
function replaced(group: string, name: string, json: string): string {
  const mark = '"@@"';
  const whole = good() as unknown as Record<string, Record<string, unknown>>; // its groups are objects
  const changed = { ...whole, [group]: { ...whole[group], [name]: '@@' } };
  return JSON.stringify(changed).replace(mark, () => json);
}

export const jsonMessageFaults: Readonly<Record<string, MessageFault>> = {
  'JSON that is no message': (random) => {
    const text = strangeJson(random);
    return { body: listOfNothing(text) ? '[[]]' : text, expected: ['messages-malformed', 'body-too-large'] };
  },
  'JSON that is no message, beside one': (random) => ({
    body: beside(random, strangeJson(random) || 'x'),
    expected: ['messages-malformed', 'body-too-large'],
  }),
  'a group of another kind': (random) => {
    const name = random.pick(['NguonDuLieu', 'TrangThaiDuLieu', 'DuLieuTiepNhan']);
    const kind = random.pick(['null', '1', '""', '[]', 'true', '[{}]', `"${canary}"`, '{"__proto__":{"SuKien":"NEW"}}']);
    const { [name]: _, ...others } = good() as unknown as Record<string, unknown>; // its groups by their names
    return { body: beside(random, JSON.stringify(others).replace(/\}$/, `,"${name}":${kind}}`)), expected: malformed };
  },
  'a version that is none': (random) => {
    const wrong = random.pick([
      '0',
      '-1',
      '1.5',
      '1e400',
      '9007199254740993',
      '"1e3"',
      '"0x10"',
      '"01"',
      'true',
      '[1]',
      '{}',
      '"１"',
      '""',
    ]);
    return { body: beside(random, replaced('TrangThaiDuLieu', 'PhienBan', wrong)), expected: malformed };
  },
  'a state that is none': (random) => {
    const name = random.pick(['SuKien', 'ThoiGianCapNhat']);
    const wrong = random.pick(['1', 'true', '[]', '{}', `"${canary}"`, '"2026-02-30T00:00:00"', '"2026-01-01T24:00:00"', '"NEW\\u0000"']);
    return { body: beside(random, replaced('TrangThaiDuLieu', name, wrong)), expected: malformed };
  },
  'an id that is none': (random) => {
    const wrong = random.pick(['[]', '{}', 'true', '""', 'null', `"${'a'.repeat(151)}"`, '{"toString":1}']);
    return { body: beside(random, replaced('DuLieuTiepNhan', 'IdBanGhi', wrong)), expected: malformed };
  },
  'another sender, or another data type': (random) => {
    const name = random.pick(['IdNguonDuLieu', 'MaLoaiDuLieu']);
    return { body: beside(random, replaced('NguonDuLieu', name, JSON.stringify(strangeText(random)))), expected: malformed };
  },
  'a name twice, in other capitals': (random) => {
    const text = JSON.stringify(good());
    const name = random.pick(['IdBanGhi', 'PhienBan', 'Ma', 'SuKien', 'DuLieuTiepNhan']);
    const twice = text.replace(`"${name}":`, `"${name.toUpperCase()}":null,"${name}":`);
    return { body: beside(random, twice), expected: malformed };
  },
  'a field that nobody knows': (random) => {
    const name = random.pick([...prototypeNames, 'ten_', '$where', '', 'Tên']);
    return { body: beside(random, replaced('DuLieuTiepNhan', name, `"${canary}"`)), expected: ['messages-refused'] };
  },
  'a value of another kind': (random) => {
    const wrong = random.pick([
      '1',
      'true',
      '[]',
      '{}',
      '{"__proto__":1}',
      `["${canary}"]`,
      '"a\\u0000"',
      '"\\ud800"',
      `"${'x'.repeat(101)}"`,
    ]);
    return { body: beside(random, replaced('DuLieuTiepNhan', 'Ten', wrong)), expected: ['messages-refused'] };
  },
  'a value that is nested deep': (random) => {
    const levels = random.between(65, 20_000);
    const deep = random.pick([`${'['.repeat(levels)}${']'.repeat(levels)}`, `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`]);
    return {
      body: replaced('DuLieuTiepNhan', 'Ten', deep),
      expected: ['messages-malformed', 'messages-refused', 'body-too-large'],
    };
  },
  'bytes that are no UTF-8': (random) => {
    const [head = '', tail = ''] = JSON.stringify([good()]).split(canary);
    return { body: Buffer.concat([Buffer.from(head), strangeBytes(random), Buffer.from(tail)]), expected: malformed };
  },
  'files that are none': (random) => {
    const wrong = random.pick([
      '1',
      '"x"',
      '[1]',
      '[{}]',
      '{}',
      '[{"Id":"a"}]',
      `[{"Id":"a","TenTep":"b","PhienBan":"${canary}"}]`,
      '[[]]',
    ]);
    return { body: beside(random, replaced('DuLieuTiepNhan', 'PhanPhoi', wrong)), expected: malformed };
  },
  'files of a dataset that has none': () => ({
    body: replaced('DuLieuTiepNhan', 'PhanPhoi', '{"Id":"a","TenTep":"b"}'),
    expected: ['messages-refused'],
  }),
};

const root = (inner = '') =>
  `<Root>${Object.entries(good())
    .map(([group, members]) => `<${group}>${elements(members)}${group === 'DuLieuTiepNhan' ? inner : ''}</${group}>`)
    .join('')}</Root>`;

function elements(members: object): string {
  return Object.entries(members)
    .map(([name, value]) => `<${name}>${String(value)}</${name}>`)
    .join('');
}

const xml = { 'content-type': 'application/xml' } as const;

export const xmlMessageFaults: Readonly<Record<string, MessageFault>> = {
  'XML that is none': (random) => ({
    body: random.pick([
      strangeJson(random),
      strangeText(random),
      '<Root',
      '<Root></root>',
      `<Root>${canary}`,
      root().repeat(2),
      `${root()}x`,
      `x${root()}`,
      root('<a b>'),
      root('<Ten a="1" a="2"/>'),
      root('<p:Ten/>'),
      root('<1/>'),
      root('&#0;'),
      root('<Ten>&#xD800;</Ten>'),
      root('<Ten>\u0001</Ten>'),
      root('<Ten>]]></Ten>'),
      root('<!-- -- -->'),
    ]),
    headers: xml,
    expected: ['messages-malformed', 'body-too-large'],
  }),
  'a document type': (random) => ({
    body: `${random.pick([
      '<!DOCTYPE Root>',
      '<!DOCTYPE Root SYSTEM "file:///etc/passwd">',
      '<!DOCTYPE Root SYSTEM "http://169.254.169.254/latest/meta-data">',
      '<!DOCTYPE Root [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
      `<!DOCTYPE Root [<!ENTITY a "${'x'.repeat(50)}"><!ENTITY b "${'&a;'.repeat(50)}"><!ENTITY c "${'&b;'.repeat(50)}">]>`,
      '<!DOCTYPE Root [<!ENTITY % p SYSTEM "file:///dev/random"> %p;]>',
    ])}${root(random.pick(['', '<Ten2>&a;</Ten2>', '&c;']))}`,
    headers: xml,
    expected: malformed,
  }),
  'an entity that nobody declared': (random) => ({
    body: root(`<X>&${random.pick(['a', 'nbsp', 'xxe', 'lol9', ''])};</X>`),
    headers: xml,
    expected: malformed,
  }),
  'a processing instruction, or another encoding': (random) => ({
    body: `${random.pick(['<?php echo 1 ?>', '<?xml-stylesheet href="http://x/"?>', '<?xml version="1.0" encoding="UTF-16"?>', '<?xml version="1.0" encoding="windows-1258"?>'])}${root()}`,
    headers: xml,
    expected: malformed,
  }),
  'elements that are nested deep': (random) => {
    const levels = random.between(13, 5_000);
    return {
      body: root(`${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}`),
      headers: xml,
      expected: ['messages-malformed', 'body-too-large'],
    };
  },
  'another outermost element': (random) => {
    const name = random.pick(['Goc', 'DanhSachs', 'html', 'constructor', '__proto__']);
    return {
      body: random.pick([`<${name}>${root()}</${name}>`, `<DanhSach>${root()}<${name}/></DanhSach>`]),
      headers: xml,
      expected: malformed,
    };
  },
  'an element twice, or with others around it': (random) => ({
    body: root(random.pick(['<IdBanGhi>b</IdBanGhi>', '<idbanghi>b</idbanghi>', `${canary}<Ten/>`, '<IdBanGhi><a/></IdBanGhi>'])),
    headers: xml,
    expected: ['messages-malformed', 'messages-refused'],
  }),
  'a field that nobody knows, in XML': (random) => ({
    body: root(
      `<${random.pick(['constructor', '__proto__', 'toString', 'Khac'])}>${canary}</${'x'}>`.replace(/<(\w+)>(.*)<\/x>/, '<$1>$2</$1>'),
    ),
    headers: xml,
    expected: ['messages-refused'],
  }),
  'bytes that are no UTF-8, in XML': (random) => ({
    body: Buffer.concat([Buffer.from('<Root><a>'), strangeBytes(random), Buffer.from('</a></Root>')]),
    headers: xml,
    expected: malformed,
  }),
};

export const wireMessageFaults: Readonly<Record<string, MessageFault>> = {
  'a token that is none': (random) => ({
    body: JSON.stringify(good()),
    headers: {
      authorization: random.pick([
        '',
        'Bearer',
        `Bearer ${canary}`,
        'Basic eDp5',
        'Bearer lts.a.1.b',
        `Bearer lts.${'a'.repeat(5_000)}.9.x`,
        'Bearer ltc_x',
      ]),
    },
    expected: ['token-missing', 'token-invalid'],
  }),
  'a data type that is none': (random) => ({
    body: JSON.stringify(good()),
    headers: { 'x-data-type': strangeText(random) },
    expected: ['data-type-forbidden'],
  }),
  'another form than the type says': (random) => ({
    ...random.pick([{ body: root() }, { body: JSON.stringify(good()), headers: xml }]),
    expected: malformed,
  }),
  'a type that nobody reads': (random) => ({
    body: JSON.stringify(good()),
    headers: {
      'content-type': random.pick([
        'text/csv',
        'application/jsonp',
        'application/x-ndjson',
        'multipart/form-data',
        canary,
        'application/json,x',
      ]),
    },
    expected: ['content-type-unsupported'],
  }),
  'a body that is too large': (random) => ({ body: Buffer.alloc(random.between(65_537, 90_000), ' '), expected: ['body-too-large'] }),
};
