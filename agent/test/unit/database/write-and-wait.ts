import { openDatabase } from '../../../src/database/database.ts';
import { saveSetting } from '../../../src/database/settings.ts';

// Says "stored" as soon as the write is promised to last, and is then killed by the test.
const database = await openDatabase(process.argv[2] ?? '');
await database.write((tx) => saveSetting(tx, 'promised', 'yes'));
process.stdout.write('stored');
setInterval(() => undefined, 1_000);
