import { ObjectId } from 'bson';
import { writeDocument } from '../bson/writer.ts';
import { notBuilt } from '../errors.ts';
import { isEmptyFilter } from '../query/match.ts';
import type { Pull } from '../query/pipeline.ts';
import { type CommandContext, fieldDocument } from './command.ts';

/** `config.version`, by which a cluster is told from others. */
export function findInConfiguration({ request, server }: CommandContext, collection: string): Pull {
  if (collection !== 'version' || !isEmptyFilter(fieldDocument(request, 'filter'))) {
    throw notBuilt('reading the configuration of a cluster, but for all of config.version');
  }
  const documents = [writeDocument({ _id: 1, clusterId: new ObjectId(server.store.replicaSetId) })];
  return () => documents.pop();
}
