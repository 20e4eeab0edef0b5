import { constants, createHmac, createPrivateKey, createPublicKey, verify as verifyRsaPss } from 'node:crypto';
import { isInnerList, parseDictionary } from 'structured-headers';
import { describe, expect, it } from 'vitest';
import { signBytes, verifyBytes } from './algorithms.ts';
import { contentDigest, matchesDigest } from './digest.ts';
import { requestComponents, type SignedRequest, signatureBase } from './signature-base.ts';

// Keys and messages of RFC 9421, Appendix B.
const ed25519Jwk = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs',
  d: 'n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU',
};
const p256Jwk = {
  kty: 'EC',
  crv: 'P-256',
  x: 'qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA',
  y: 'Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0',
};
const rsaPssPem = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2
+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+
oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq
gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W
Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4
aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI
2wIDAQAB
-----END PUBLIC KEY-----
`;
const sharedSecret = 'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==';

const request: SignedRequest = {
  method: 'POST',
  path: '/foo?param=Value&Pet=dog',
  authority: 'example.com',
  headers: {
    Host: 'example.com',
    Date: 'Tue, 20 Apr 2021 02:07:55 GMT',
    'Content-Type': 'application/json',
    'Content-Digest': 'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
    'Content-Length': '18',
  },
};

const b21 = '();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"';
const b23 =
  '("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"';
const b25 = '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"';
const b26 = '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"';

function baseOf(input: string): Buffer {
  const member = parseDictionary(`sig=${input}`).get('sig');
  if (member === undefined || !isInnerList(member)) throw new Error('not an inner list');
  return Buffer.from(
    signatureBase(
      requestComponents(request),
      member[0].map(([name]) => String(name)),
      member[1],
    ),
  );
}

function verifiesRsaPss(base: Uint8Array, signature: string): boolean {
  const key = { key: rsaPssPem, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
  return verifyRsaPss('sha512', base, key, Buffer.from(signature, 'base64'));
}

describe('the examples of RFC 9421, Appendix B', () => {
  it('gives the base and the very signature of B.2.6 (Ed25519)', () => {
    const signature = 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==';
    const base = baseOf(b26);
    expect(base.toString().split('\n')).toEqual([
      '"date": Tue, 20 Apr 2021 02:07:55 GMT',
      '"@method": POST',
      '"@path": /foo',
      '"@authority": example.com',
      '"content-type": application/json',
      '"content-length": 18',
      `"@signature-params": ${b26}`,
    ]);
    expect(Buffer.from(signBytes(createPrivateKey({ key: ed25519Jwk, format: 'jwk' }), base)).toString('base64')).toBe(signature);
    const publicKey = createPublicKey({ key: ed25519Jwk, format: 'jwk' });
    expect(verifyBytes(publicKey, base, Buffer.from(signature, 'base64'))).toBe(true);
    expect(verifyBytes(publicKey, baseOf(b23), Buffer.from(signature, 'base64'))).toBe(false);
  });

  it('gives a base that the signatures of B.2.1 and B.2.3 (RSA-PSS) fit', () => {
    const minimal =
      'd2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==';
    const full =
      'bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==';
    expect(verifiesRsaPss(baseOf(b21), minimal)).toBe(true);
    expect(verifiesRsaPss(baseOf(b23), full)).toBe(true);
    expect(verifiesRsaPss(baseOf(b23), minimal)).toBe(false);
  });

  it('gives a base that the signature of B.2.5 (HMAC) fits', () => {
    const signature = createHmac('sha256', Buffer.from(sharedSecret, 'base64')).update(baseOf(b25)).digest('base64');
    expect(signature).toBe('pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=');
  });

  it('verifies the signature of B.2.4 (ECDSA P-256)', () => {
    const base = [
      '"@status": 200',
      '"content-type": application/json',
      '"content-digest": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:',
      '"content-length": 23',
      '"@signature-params": ("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"',
    ].join('\n');
    const signature = Buffer.from('wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==', 'base64');
    const key = createPublicKey({ key: p256Jwk, format: 'jwk' });
    expect(verifyBytes(key, Buffer.from(base), signature)).toBe(true);
    expect(verifyBytes(key, Buffer.from(`${base} `), signature)).toBe(false);
  });
});

describe('Content-Digest', () => {
  const body = Buffer.from('{"hello": "world"}\n');
  const sha256 = 'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:';

  it('is that of RFC 9530, Appendix B', () => {
    expect(contentDigest(body)).toBe(sha256);
    expect(contentDigest(new Uint8Array())).toBe('sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:');
  });

  it('accepts other algorithms beside sha-256', () => {
    expect(matchesDigest(sha256, body)).toBe(true);
    expect(matchesDigest(`sha-512=:AAAA:, ${sha256}`, body)).toBe(true);
    expect(matchesDigest(`${sha256}, unixsum=:AAAA:`, body)).toBe(true);
  });

  it.each([
    ['another body', contentDigest(Buffer.from('x'))],
    ['only another algorithm', 'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:'],
    ['a digest cut short', 'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabA==:'],
    ['text in place of bytes', 'sha-256="RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg="'],
    ['a list in place of bytes', 'sha-256=(:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:)'],
    ['no structured field', 'SHA-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg='],
    ['nothing', ''],
    ['an endless field', `${sha256}, x="${'x'.repeat(3000)}"`],
  ])('refuses %s', (_name, header) => {
    expect(matchesDigest(header, body)).toBe(false);
  });
});
