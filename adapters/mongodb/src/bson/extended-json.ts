import { type BsonValue, bsonType, elementsOf, nameEnd, valueEnd } from './elements.ts';
import { binaryBounds, decimalText, instantText, isUuid, longText, scalarText } from './scalar-text.ts';

/**
 * MongoDB Extended JSON v2, relaxed: what JSON knows is written as it is, all else as an object of one member that begins with `$`.
 * Exact: whole numbers that a double does not hold are `$numberLong`.
 */
export function extendedJson(value: BsonValue): string {
  const { type, bytes, start, end } = value;
  switch (type) {
    case bsonType.object:
      return document(bytes, start);
    case bsonType.array:
      return `[${[...elementsOf(bytes, start)].map((element) => extendedJson(element.value)).join(',')}]`;
    case bsonType.string:
      return JSON.stringify(scalarText(value));
    case bsonType.bool:
    case bsonType.int:
      return scalarText(value) ?? '';
    case bsonType.null:
      return 'null';
    case bsonType.undefined:
      return '{"$undefined":true}';
    case bsonType.long: {
      const text = longText(bytes, start);
      return Number.isSafeInteger(Number(text)) ? text : `{"$numberLong":"${text}"}`;
    }
    case bsonType.double: {
      const number = bytes.readDoubleLE(start);
      // JSON knows no sign of zero that would survive its canonical form.
      if (Object.is(number, -0)) return '{"$numberDouble":"-0.0"}';
      return Number.isFinite(number) ? String(number) : `{"$numberDouble":"${number}"}`;
    }
    case bsonType.decimal:
      return `{"$numberDecimal":"${decimalText(bytes, start)}"}`;
    case bsonType.date: {
      const text = instantText(bytes, start);
      return text === undefined ? `{"$date":{"$numberLong":"${bytes.readBigInt64LE(start)}"}}` : `{"$date":"${text}"}`;
    }
    case bsonType.objectId:
      return `{"$oid":"${bytes.toString('hex', start, end)}"}`;
    case bsonType.timestamp:
      return `{"$timestamp":{"t":${bytes.readUInt32LE(start + 4)},"i":${bytes.readUInt32LE(start)}}}`;
    case bsonType.binData:
      return binary(value);
    case bsonType.minKey:
      return '{"$minKey":1}';
    case bsonType.maxKey:
      return '{"$maxKey":1}';
    case bsonType.symbol:
      return `{"$symbol":${JSON.stringify(scalarText(value))}}`;
    case bsonType.javascript:
      return `{"$code":${stringAt(bytes, start)}}`;
    case bsonType.javascriptWithScope: {
      const scope = valueEnd(bsonType.javascript, bytes, start + 4);
      return `{"$code":${stringAt(bytes, start + 4)},"$scope":${document(bytes, scope)}}`;
    }
    case bsonType.regex: {
      const behind = nameEnd(bytes, start);
      const pattern = JSON.stringify(bytes.toString('utf8', start, behind));
      return `{"$regularExpression":{"pattern":${pattern},"options":${JSON.stringify(bytes.toString('utf8', behind + 1, end - 1))}}}`;
    }
    case bsonType.dbPointer:
      return `{"$dbPointer":{"$ref":${stringAt(bytes, start)},"$id":{"$oid":"${bytes.toString('hex', end - 12, end)}"}}}`;
    default:
      throw new RangeError(`a document holds the type ${type}, which BSON does not have`);
  }
}

function document(bytes: Buffer, at: number): string {
  return `{${[...elementsOf(bytes, at)].map(({ name, value }) => `${JSON.stringify(name)}:${extendedJson(value)}`).join(',')}}`;
}

function stringAt(bytes: Buffer, at: number): string {
  return JSON.stringify(bytes.toString('utf8', at + 4, valueEnd(bsonType.javascript, bytes, at) - 1));
}

function binary(value: BsonValue): string {
  const { bytes, start, end } = value;
  if (isUuid(bytes, start)) return `{"$uuid":"${scalarText(value)}"}`;
  const [from, to] = binaryBounds(bytes, start, end);
  const subType = (bytes[start + 4] ?? 0).toString(16).padStart(2, '0');
  return `{"$binary":{"base64":"${bytes.toString('base64', from, to)}","subType":"${subType}"}}`;
}
