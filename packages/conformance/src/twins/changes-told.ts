import { breakChanges, eachChange } from './breaking.ts';
import type { Twin } from './twin.ts';

export const changeToldTwins: readonly Twin[] = [
  {
    check: 'changes-told',
    defect: 'leaves out what an update did not change',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        read: (request) =>
          eachChange(reader.read(request), (change) => {
            const place = request.selections[0]?.columns.indexOf('note') ?? -1;
            return change.op === 'u' ? { ...change, row: change.row.map((value, index) => (index === place ? null : value)) } : change;
          }),
      })),
  },
  {
    check: 'changed-key',
    defect: 'forgets the key before',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        read: (request) => eachChange(reader.read(request), (change) => (change.op === 't' ? change : { ...change, oldKey: undefined })),
      })),
  },
  {
    check: 'times',
    defect: 'tells the time with all the zeros that the server prints',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        read: (request) =>
          eachChange(reader.read(request), (change) => ({
            ...change,
            at: change.at?.replace(/(?:\.(\d+))?Z$/, (_, fraction = '') => `.${String(fraction)}0Z`),
          })),
      })),
  },
  {
    check: 'followed-columns',
    defect: 'tells the columns in alphabetical order',
    break: (engine) =>
      breakChanges(engine, (reader) => ({
        read: (request) => {
          const [selection] = request.selections;
          const columns = selection?.columns ?? [];
          const places = columns.includes('select')
            ? [...columns].sort().map((column) => columns.indexOf(column))
            : columns.map((_, place) => place);
          return eachChange(reader.read(request), (change) =>
            change.op === 't' ? change : { ...change, row: places.map((place) => change.row[place]) },
          );
        },
      })),
  },
];
