export { type Certificate, makeCertificate } from './certificate.ts';
export { type FaultProxy, type FaultProxyOptions, startFaultProxy } from './fault-proxy.ts';
export { type AgentNode, type AgentNodeOptions, type JournalEntry, startAgentNode } from './national/agent-node.ts';
export type { WireGroup } from './national/read-body.ts';
export {
  type KeptRecord,
  type NationalFault,
  type NationalReceiver,
  type NationalReceiverOptions,
  startNationalReceiver,
} from './national/receiver.ts';
export { personColumns, personCopyLine, personTable, personValues } from './person-table.ts';
export { type Random, randomOf } from './random.ts';
export {
  type PersonFault,
  type PersonRow,
  type PersonShares,
  vietnamesePerson,
  vietnamesePersons,
} from './vietnamese-persons.ts';
export { familyNames, givenNames, middleNames, streets } from './vietnamese-words.ts';
export { type WaitOptions, waitFor } from './wait-for.ts';
