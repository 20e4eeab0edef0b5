import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createApplication, routePaths } from '../src/application.ts';
import { problems } from '../src/index.ts';
import { openContext } from '../src/open-context.ts';
import { readPackageFile } from '../src/package-file.ts';
import { testPlatforms } from './platform.ts';
import { ask } from './publisher.ts';

const platforms = testPlatforms();

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: {
    readonly schemas: { readonly Problem: { readonly properties: { readonly type: { readonly enum: readonly string[] } } } };
  };
}

let text = '';
let document: Document;
beforeAll(async () => {
  text = await readPackageFile('openapi.yaml');
  document = parse(text) as Document; // the next test judges its form
});

it('is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const result = await validator.validate(text);
  expect(result.errors ?? []).toEqual([]);
  expect([result.valid, validator.version]).toEqual([true, '3.1']);
});

it('describes every route of the application, and no other', async () => {
  const { context, closeStorage } = await openContext(await platforms.newDatabase(), {}, new AbortController().signal);
  const routes = routePaths(createApplication(context));
  await closeStorage();
  const methods = ['get', 'put', 'post', 'delete', 'patch'];
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => methods.includes(key))
      .map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect([...described].sort()).toEqual([...routes].sort());
});

it('lists every problem type, and no other', () => {
  expect(document.components.schemas.Problem.properties.type.enum).toEqual(
    Object.keys(problems).map((code) => `urn:lienthong:problem:${code}`),
  );
});

it('serves the document, the keys, health and metrics, and knows what it does not have', async () => {
  const { platform, publisher } = await platforms.start();
  const get = (path: string) => ask(platform.url, 'GET', path, {});
  expect((await get('/v1/openapi.yaml')).text).toBe(text);
  const { keys } = JSON.parse((await get('/v1/keys')).text) as { readonly keys: readonly unknown[] };
  expect(keys).toMatchObject([{ kty: 'OKP', crv: 'Ed25519', kid: platform.receiptKey.keyId, alg: 'EdDSA' }]);
  expect(keys[0]).not.toHaveProperty('d');
  expect([(await get('/healthz')).status, (await get('/readyz')).status]).toEqual([200, 200]);
  await publisher.send(publisher.batch(['{"op":"r","version":"0","after":{"ma":"1"}}', 'x']));
  const metrics = (await get('/metrics')).text;
  expect(metrics).toContain('lienthong_platform_records_total{dataset="thu-nghiem.nguoi",outcome="accepted"} 1');
  expect(metrics).toContain('lienthong_platform_records_total{dataset="thu-nghiem.nguoi",outcome="rejected"} 1');
  expect(JSON.parse((await get('/v1/catalog')).text)).toMatchObject({
    '@type': 'dcat:Catalog',
    'dcat:dataset': [{ 'dct:identifier': 'thu-nghiem.nguoi', 'dct:publisher': [{ '@id': 'urn:lienthong:H26.12' }] }],
  });
  await publisher.send(publisher.batch(['{"op":"r","version":"0","after":{"ma":"2"}}'], { sequence: 4 }));
  const row = '<td>H26.12</td><td>ho-tich</td><td>thu-nghiem.nguoi</td><td>1</td><td>1</td><td>4</td><td>2</td><td>2</td>';
  expect((await get('/?lang=en')).text).toContain(row);
  expect((await get('/')).text).toContain('lang="vi"');
  expect((await get('/v2/batches')).problem).toBe('not-found');
  expect((await ask(platform.url, 'GET', '/v1/batches', {})).problem).toBe('method-not-allowed');
});
