import { formatProcessor, PROCESSORS_PER_GROUP, type Processor, processor } from '../rss/processor.js';
import { RSS_KEY_BYTES } from '../rss/toeplitz.js';
import type { LinuxAdapter } from './adapter.js';
import { type ConfigurationBody, keyText, type Note, tableText } from './configurationBody.js';
import { fitTable } from './fitTable.js';
import { capabilitiesFor, PRESET_NOTE } from './nativeCapabilities.js';

/** What a configuration says of a device of `ethtool -x`: native RSS, all that had to be assumed noted. */
export function linuxBody(adapter: LinuxAdapter): ConfigurationBody {
	const notes: Note[] = [];
	const note = (path: string, text: string) => notes.push({ path: path.split('.'), text });
	const table = fitTable(adapter.indirectionTable ?? { entries: [], cut: false });
	const highest = table.entries.reduce((most, queue) => Math.max(most, queue), 0);
	const queues = Math.max(adapter.rings, highest + 1);
	const rss = table.entries.length > 0;
	const key = adapter.secretKey;
	const usable = key && key.length >= RSS_KEY_BYTES ? key.subarray(0, RSS_KEY_BYTES) : undefined;

	note('adapter.capabilities.preset', PRESET_NOTE);
	note(
		'adapter.rssProcessors',
		`assumed: ethtool does not say which processor serves a queue; queue i is taken to be on processor ${formatProcessor(processorOf(0))} + i`,
	);
	if (usable && key && key.length > RSS_KEY_BYTES) {
		note(
			'adapter.hash.secretKey',
			`the first ${RSS_KEY_BYTES} of ${key.length} bytes: hashing addresses and ports uses no more`,
		);
	} else if (usable?.every((byte) => byte === 0)) {
		note('adapter.hash.secretKey', 'all zero, as the device says: every packet would hash to 0');
	}
	if (!rss) note('scaling.rss', 'assumed: the text shows no indirection table');
	if (queues !== adapter.rings) {
		note(
			'scaling.numberOfQueues',
			`assumed: the text says ${adapter.rings} RX rings, but the table uses queue ${highest}`,
		);
	}
	for (const text of table.assumed) note('scaling.indirectionTable', `assumed: ${text}`);

	return {
		header: [
			'Imported from the output of ethtool -x. What is marked "assumed" is not in it: check that.',
			...keyRemark(key, usable),
			...functionRemark(adapter),
		],
		notes,
		content: {
			version: 1,
			adapter: {
				name: adapter.name === '' ? 'adapter' : adapter.name,
				mode: 'native',
				capabilities: capabilitiesFor(queues),
				rssProcessors: {
					base: formatProcessor(processorOf(0)),
					max: formatProcessor(processorOf(queues - 1)),
				},
				hash: usable && { secretKey: keyText(usable) },
			},
			scaling: {
				rss,
				numberOfQueues: queues,
				indirectionTable: rss ? tableText(table.entries.map(processorOf)) : undefined,
				linux: adapter.name === '' ? undefined : { interface: adapter.name },
			},
		},
	};
}

/** Queue i on the i-th processor, groups taken as full. */
function processorOf(queue: number): Processor {
	return processor(Math.floor(queue / PROCESSORS_PER_GROUP), queue % PROCESSORS_PER_GROUP);
}

function keyRemark(key: Uint8Array | undefined, usable: Uint8Array | undefined): string[] {
	if (usable) return [];
	return key
		? [
				`The hash key of the device has ${key.length} bytes, fewer than the ${RSS_KEY_BYTES} of NDIS: it is left out.`,
			]
		: ['The text has no hash key: none is written.'];
}

function functionRemark({ hashFunctions }: LinuxAdapter): string[] {
	const on = [...hashFunctions].filter(([, enabled]) => enabled).map(([name]) => name);
	return on.length === 0 || on.includes('toeplitz')
		? []
		: [`The device hashes with ${on.join(', ')}; NDIS knows Toeplitz only.`];
}
