import { describe, expect, it } from 'vitest';
import { readXml } from './read-xml.ts';

describe('XML from outside', () => {
  it('becomes what JSON would say', () => {
    expect(
      readXml('<?xml version="1.0" encoding="utf-8"?><a xmlns="urn:x"><b>1</b><B>2</B><c><d/><e><![CDATA[<x>]]>&amp;</e></c></a>'),
    ).toEqual({
      name: 'a',
      children: [
        { name: 'b', value: '1' },
        { name: 'B', value: '2' },
        { name: 'c', value: { d: '', e: '<x>&' } },
      ],
    });
  });

  const laughs = `<!DOCTYPE a [<!ENTITY l0 "ha">${Array.from({ length: 12 }, (_, n) => `<!ENTITY l${n + 1} "&l${n};&l${n};&l${n};&l${n};&l${n};&l${n};&l${n};&l${n};">`).join('')}]>`;
  it.each([
    ['entities that multiply', `${laughs}<a>&l12;</a>`],
    ['a file of the server', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['a definition from elsewhere', '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>'],
    ['parameter entities', '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x">%p;]><a/>'],
  ])('has no document type: %s', (_, text) => {
    expect(readXml(text)).toBe('has a document type, which is not allowed');
  });

  it.each([
    ['an entity that nobody declared', '<a>&x;</a>', /^is not well-formed XML \(line 1, column \d+\)/],
    ['an end without a beginning', '<a></b>', /^is not well-formed XML/],
    ['two roots', '<a/><b/>', /^is not well-formed XML/],
    ['an attribute twice', '<a x="1" x="2"/>', /^is not well-formed XML/],
    ['a prefix that nobody declared', '<p:a/>', /^is not well-formed XML/],
    ['a character that XML does not have', '<a>\u0001</a>', /^is not well-formed XML/],
    ['a reference to one', '<a>&#1;</a>', /^is not well-formed XML/],
    ['nothing', '', /^is not well-formed XML|has no element/],
    ['an unfinished text', '<a><b>', /^is not well-formed XML/],
    ['another encoding', '<?xml version="1.0" encoding="windows-1258"?><a/>', /^must be in UTF-8$/],
    ['a processing instruction', '<a><?php echo 1 ?></a>', /^has a processing instruction/],
    ['too deep', '<a>'.repeat(100_000), /^is nested deeper than 12 elements$/],
    ['text between elements', '<a>x<b/></a>', /^has text between elements$/],
  ])('is refused in one sentence: %s', (_, text, sentence) => {
    const read = readXml(text);
    expect(read).toMatch(sentence);
  });

  it('is refused without a word of what stood in it', () => {
    for (const text of [
      '<a>&Nguyen001099012345;</a>',
      '<a></Nguyen001099012345>',
      '<a Nguyen001099012345=""Nguyen001099012345=""/>',
      '<Nguyen001099012345:a/>',
    ])
      expect(readXml(text)).not.toMatch(/Nguyen|001099/);
  });
});
