import { testAdapter } from '../src/index.ts';
import { ledgerSubject } from './ledger/subject.ts';

testAdapter(ledgerSubject('a ledger', ['snapshot', 'incremental', 'changes']));
testAdapter(ledgerSubject('a ledger without a log', ['snapshot', 'incremental']));
testAdapter(ledgerSubject('a ledger that can only be read', ['snapshot']));
