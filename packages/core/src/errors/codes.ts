/** What a caller should do with a failed operation. */
export type RetryAdvice = 'never' | 'backoff' | 'operator';

interface CodeEntry {
  readonly retry: RetryAdvice;
  /** What the code means, for the generated page docs/errors.md. */
  readonly meaning: string;
  /** What to do when the error itself brings no better remedy. */
  readonly remedy: string;
}

/** The closed, append-only list of error codes. A code is never renamed, never removed, never given a new meaning. */
export const errorCodes = {
  OPTIONS_INVALID: {
    retry: 'never',
    meaning: 'The options of an adapter or component do not fit its schema.',
    remedy: 'Correct the option that the message names.',
  },
  CONFIG_INVALID: { retry: 'never', meaning: 'The configuration file has errors.', remedy: 'Correct the places that the message lists.' },
  CONTRACT_INVALID: {
    retry: 'never',
    meaning: 'A data contract has errors.',
    remedy: 'Correct the places that the message lists, then run `lienthong validate`.',
  },
  CONTRACT_INCOMPATIBLE: {
    retry: 'operator',
    meaning: 'A new contract version breaks the one before without a new major version.',
    remedy: 'Raise the major version, or take the breaking change back.',
  },
  MAPPING_INVALID: {
    retry: 'never',
    meaning: 'A mapping does not fit its contract or its collection.',
    remedy: 'Correct the mapping of the property that the message names.',
  },
  CAPABILITY_MISSING: {
    retry: 'operator',
    meaning: 'The adapter or the server lacks the capability that was asked for.',
    remedy: 'Choose another way of reading, or mend what `lienthong doctor` shows.',
  },
  TYPE_UNSUPPORTED: {
    retry: 'operator',
    meaning: 'A column has a type that the adapter cannot represent exactly.',
    remedy: 'Leave the column out, or cast it in a view.',
  },
  POSITION_FOREIGN: {
    retry: 'operator',
    meaning: 'A stored position belongs to another adapter, version or source.',
    remedy: 'Use the state directory that belongs to this source, or start a new epoch.',
  },
  SOURCE_UNREACHABLE: {
    retry: 'backoff',
    meaning: 'The source does not answer or cut the connection.',
    remedy: 'Check host, port, network and that the server runs.',
  },
  SOURCE_AUTH_FAILED: {
    retry: 'operator',
    meaning: 'The source refused the login.',
    remedy: "Check user, password and the server's access rules.",
  },
  SOURCE_TLS_FAILED: {
    retry: 'operator',
    meaning: 'The TLS connection to the source could not be verified.',
    remedy: 'Give the certificate authority of the server, or install a valid certificate on it.',
  },
  SOURCE_PERMISSION_MISSING: {
    retry: 'operator',
    meaning: 'The login may not do what reading needs.',
    remedy: 'Run the grant that the message shows.',
  },
  SOURCE_NOT_READY: {
    retry: 'operator',
    meaning: 'The source lacks a setting that the capability needs.',
    remedy: 'Apply the setting that the message shows.',
  },
  SOURCE_BUSY: {
    retry: 'backoff',
    meaning: 'The source is starting, shutting down, out of connections, or ended a statement.',
    remedy: "Wait; lower the connector's limits if it happens again.",
  },
  SOURCE_QUERY_FAILED: {
    retry: 'backoff',
    meaning: 'A statement failed for a reason without a code of its own.',
    remedy: 'Read the cause.',
  },
  SOURCE_HISTORY_LOST: {
    retry: 'operator',
    meaning: 'The source no longer has the changes behind the stored position.',
    remedy: 'Start a new epoch: the dataset is read from scratch and what is gone is removed.',
  },
  SOURCE_CAPTURE_STALLED: { retry: 'operator', meaning: "The database's own capture job stopped.", remedy: 'Start the capture job again.' },
  SOURCE_IDENTITY_CHANGED: {
    retry: 'operator',
    meaning: 'Another server answers than the one the position belongs to.',
    remedy: 'Point the connector at the right server, or start a new epoch.',
  },
  SOURCE_POSITION_IN_USE: {
    retry: 'backoff',
    meaning: 'Another process follows the same slot or subscription.',
    remedy: 'Stop the other process.',
  },
  COLLECTION_MISSING: {
    retry: 'operator',
    meaning: 'A table, view or collection does not exist or may not be seen.',
    remedy: 'Check the name, and grant the right to read it.',
  },
  SCHEMA_CHANGED: {
    retry: 'operator',
    meaning: 'The shape of a collection no longer fits the mapping.',
    remedy: 'Adapt mapping and contract, then start again.',
  },
  TRANSACTION_TOO_LARGE: { retry: 'operator', meaning: 'A transaction is larger than the configured cap.', remedy: 'Raise the cap.' },
  STATE_LOCKED: { retry: 'backoff', meaning: 'Another connector uses the same state directory.', remedy: 'Stop the other connector.' },
  STATE_DAMAGED: {
    retry: 'operator',
    meaning: 'The state directory is damaged, truncated or of another connector.',
    remedy: 'Move it away and start: the platform knows where the stream was.',
  },
  STATE_WRITE_FAILED: {
    retry: 'backoff',
    meaning: 'The state directory cannot be written.',
    remedy: 'Free disk space, or make the directory writable.',
  },
  PLATFORM_UNREACHABLE: {
    retry: 'backoff',
    meaning: 'The platform does not answer or cut the connection.',
    remedy: 'Wait; batches stay in the spool.',
  },
  PLATFORM_TLS_FAILED: {
    retry: 'backoff',
    meaning: 'No TLS connection to the platform: one of the two sides does not trust the certificate of the other.',
    remedy:
      "Give the authority that signed the platform's certificate (certificateAuthority), or let its operator mend the certificate; batches stay in the spool.",
  },
  PLATFORM_BUSY: { retry: 'backoff', meaning: 'The platform asked to wait (429 or 503).', remedy: 'Wait; batches stay in the spool.' },
  PLATFORM_REFUSED: {
    retry: 'operator',
    meaning: 'The platform refused a request for a reason that waiting does not mend.',
    remedy: 'Read the problem type in the message.',
  },
  PLATFORM_ANSWER_INVALID: {
    retry: 'backoff',
    meaning: 'The platform answered something that the standard does not know.',
    remedy: 'Check that the URL is a Liên Thông platform and no proxy answers in its place.',
  },
  RECEIPT_INVALID: {
    retry: 'operator',
    meaning: 'A receipt has a wrong signature, digest or chain.',
    remedy: "Check the platform's public key; keep the receipt as evidence.",
  },
  SIGNATURE_INVALID: {
    retry: 'never',
    meaning: 'A signature, digest or covered component is wrong.',
    remedy: 'Sign again with the registered key.',
  },
  BATCH_INVALID: { retry: 'never', meaning: 'A batch breaks the standard.', remedy: 'Correct the sender.' },
  KEY_INVALID: {
    retry: 'never',
    meaning: 'A key cannot be read or has the wrong type.',
    remedy: 'Make a pair with `lienthong keys generate`.',
  },
  PERSONAL_DATA_UNDECLARED: {
    retry: 'operator',
    meaning: 'A contract holds personal data but lacks an item that the law asks for: purpose, legal basis, recipients and the others.',
    remedy: 'Declare in the contract what `lienthong validate` names.',
  },
  STATE_MISSING: {
    retry: 'operator',
    meaning: 'The directory holds no state of a connector.',
    remedy: 'Name the directory of the configuration, or run the connector once.',
  },
  STREAM_TAKEN_OVER: {
    retry: 'operator',
    meaning: 'The platform has a newer epoch of this stream: another connector, or a newer state than this one, publishes it.',
    remedy: 'Let only one connector publish the stream. To go on with this one, start it once with a new epoch of the dataset.',
  },
  PROTECTION_KEY_MISSING: {
    retry: 'operator',
    meaning: 'A contract protects a property with a key that the configuration does not have.',
    remedy: 'Add the key under `protection` of the configuration, as the message says.',
  },
  PACKAGE_INVALID: {
    retry: 'operator',
    meaning: 'A package that travels on media is damaged, incomplete, signed by nobody who is trusted, or meant for somebody else.',
    remedy: 'Export it again and bring it once more: the same export makes the same package.',
  },
  PACKAGE_OUT_OF_ORDER: {
    retry: 'operator',
    meaning: 'A package came before the ones in front of it, or of another chain than theirs.',
    remedy: 'Bring the packages that the message names.',
  },
  PACKAGE_NOT_WRITTEN: {
    retry: 'operator',
    meaning: 'A medium is full, gone or write-protected.',
    remedy: 'Free space on it or take another one, and export again: nothing is lost.',
  },
  SOURCE_REWRITTEN: {
    retry: 'operator',
    meaning: 'A table was written anew while it was read by its blocks (VACUUM FULL, CLUSTER, a truncation): what was read may lack rows.',
    remedy:
      'The snapshot is read again from its beginning. Where that comes again and again, keep such jobs away from the first load, or give the key an index.',
  },
  INTERNAL: { retry: 'never', meaning: 'A defect of Liên Thông.', remedy: 'Report it with the message and the stack.' },
} as const satisfies Record<string, CodeEntry>;

export type ErrorCode = keyof typeof errorCodes;
