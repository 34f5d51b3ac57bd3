import { Journals } from '../../server/src/devices/journal/journals.js';
import { openDevice } from '../../server/src/devices/open.js';
import { applyPush, preparePush } from '../../server/src/devices/push.js';
import { SeededRandom } from '../../server/src/traffic/random.js';
import { adapterWith } from './adapter.js';
import { randomState } from './randomState.js';

// Pushes one random state after the other until it is killed, and says so after the first: node pushProcess.mjs SOCKET JOURNALS SEED
const [socket = '', journals = '', seed = '0'] = process.argv.slice(2);
const random = new SeededRandom(Number(seed));
const device = await openDevice(`emulator://${socket}`, { environment: {} });
const journal = new Journals(journals).of(device.uri);
for (;;) {
	const wanted = randomState(random, adapterWith().rssProcessors.processors);
	const { outcome, message } = await applyPush(device, await preparePush(device, wanted), { journal });
	if (outcome !== 'applied') throw new Error(message);
	process.stdout.write('pushed\n');
}
