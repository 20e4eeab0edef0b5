import type { JsonObject, JsonValue } from '../json.ts';
import { batchOf, type NationalFrame } from './frame.ts';
import type { NationalAttachment, NationalMessage } from './message.ts';
import type { NationalProfile } from './profile.ts';

/** A message as JSON text: PascalCase, what has no value left out. */
export function nationalJson(message: NationalMessage, profile: NationalProfile): string {
  return JSON.stringify(nationalTree(message, profile));
}

/** A batch in JSON: a list of records that are JSON already. */
export function nationalJsonBatch(records: readonly string[]): string {
  return batchOf(records, jsonFrame);
}

export const jsonFrame: NationalFrame = { begin: '[', between: ',', end: ']' };

/** The message as nested objects with the names of the wire, in the order of the profile. */
export function nationalTree(message: NationalMessage, profile: NationalProfile): JsonObject {
  const { groups, origin, state, data } = profile;
  const { effectiveDate, dataId, attachments } = message;
  return {
    [groups.source.name]: {
      [origin.id.name]: message.origin.id,
      [origin.name.name]: message.origin.name,
      [origin.dataType.name]: message.origin.dataType,
    },
    [groups.state.name]: {
      [state.event.name]: profile.events[message.event].name,
      [state.version.name]: message.version,
      [state.updatedAt.name]: message.updatedAt,
      ...(effectiveDate === undefined ? {} : { [state.effectiveDate.name]: effectiveDate }),
    },
    [groups.data.name]: {
      [data.recordId.name]: message.recordId,
      ...(dataId === undefined ? {} : { [data.dataId.name]: dataId }),
      ...Object.fromEntries(message.fields),
      ...(attachments.length === 0 ? {} : { [data.attachments.name]: attachments.map((file) => attachmentTree(file, profile)) }),
    },
  };
}

function attachmentTree({ id, name, version, checksum, url }: NationalAttachment, { attachment }: NationalProfile): JsonValue {
  return {
    [attachment.id.name]: id,
    [attachment.name.name]: name,
    [attachment.version.name]: version,
    ...(checksum === undefined ? {} : { [attachment.checksum.name]: { [attachment.checksumValue.name]: checksum } }),
    ...(url === undefined ? {} : { [attachment.url.name]: url }),
  };
}
