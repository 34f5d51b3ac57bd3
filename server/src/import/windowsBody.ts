import { formatProcessor } from '../rss/processor.js';
import type { WindowsAdapter } from './adapter.js';
import { type ConfigurationBody, type Note, processorsText, tableText } from './configurationBody.js';
import { fitTable } from './fitTable.js';
import { capabilitiesFor, PRESET_NOTE } from './nativeCapabilities.js';
import { assumeHost } from './numaNodes.js';
import { fitProcessors } from './rssProcessors.js';

/** The profiles by every name that PowerShell has given them, in lower case. */
const PROFILES: Readonly<Record<string, string>> = {
	closest: 'Closest',
	closestprocessor: 'Closest',
	closeststatic: 'ClosestStatic',
	closestprocessorstatic: 'ClosestStatic',
	numa: 'NUMA',
	numascaling: 'NUMA',
	numastatic: 'NUMAStatic',
	numascalingstatic: 'NUMAStatic',
	conservative: 'Conservative',
	conservativescaling: 'Conservative',
	balanced: 'Balanced',
};

/** What a configuration says of an adapter of Get-NetAdapterRss: native RSS, all that had to be assumed noted. */
export function windowsBody(adapter: WindowsAdapter): ConfigurationBody {
	const notes: Note[] = [];
	const note = (path: string, text: string | undefined) => {
		if (text !== undefined) notes.push({ path: path.split('.'), text });
	};
	const table = fitTable(adapter.indirectionTable ?? { entries: [], cut: false });
	const array = adapter.rssProcessorArray;
	const host = array && array.length > 1 ? assumeHost(array) : undefined;
	const fitted = fitProcessors(
		{
			base: adapter.baseProcessor,
			max: adapter.maxProcessor,
			maxProcessors: adapter.maxProcessors,
			array: array?.map(({ processor }) => processor),
		},
		table.entries,
	);
	const processorsInUse = new Set(table.entries).size;
	const spreads = processorsInUse > 0;
	const rss = spreads && (adapter.enabled ?? true);
	const said = adapter.numberOfReceiveQueues;
	const numberOfQueues = spreads ? Math.max(said ?? 0, processorsInUse) : undefined;
	const profile = PROFILES[(adapter.profile ?? '').toLowerCase()];

	if (host) {
		const threads = host.twoThreads ? ' Only even numbers are listed: two threads a core.' : '';
		note(
			'host',
			`assumed: nodes from groups and NUMA distances of RssProcessorArray, their numbers are not in the text.${threads}`,
		);
	}
	note('adapter.capabilities.preset', PRESET_NOTE);
	for (const [property, text] of Object.entries(fitted.notes)) {
		note(property === 'rssProcessors' ? 'adapter.rssProcessors' : `adapter.rssProcessors.${property}`, text);
	}
	if (host?.nearest !== undefined) {
		note('adapter.rssProcessors.preferredNumaNode', 'assumed: the processors at NUMA distance 0');
	}
	if (adapter.profile !== undefined && profile === undefined) {
		note('adapter.rssProcessors', `the profile ${adapter.profile} is not known here and left out`);
	}
	if (!spreads) {
		const queues = said === undefined ? '' : ` and ${said} queues`;
		note(
			'scaling.rss',
			`assumed: the text shows no indirection table${queues}${adapter.enabled ? ', though RSS is enabled (a team has none of its own)' : ''}`,
		);
	} else if (adapter.enabled === undefined) note('scaling.rss', 'assumed: not in the text');
	if (spreads && numberOfQueues !== said) {
		const why = said === undefined ? 'not in the text' : `the text says ${said}`;
		note('scaling.numberOfQueues', `assumed: ${why}, the table uses ${processorsInUse} processors`);
	}
	for (const text of table.assumed) note('scaling.indirectionTable', `assumed: ${text}`);

	return {
		header: [
			'Imported from the output of Get-NetAdapterRss. What is marked "assumed" is not in it: check that.',
			...(adapter.interfaceDescription ? [`Interface description: ${adapter.interfaceDescription}`] : []),
		],
		notes,
		content: {
			version: 1,
			host: host && { numaNodes: host.numaNodes },
			adapter: {
				name: adapter.name === '' ? 'adapter' : adapter.name,
				mode: 'native',
				capabilities: capabilitiesFor(numberOfQueues ?? 1),
				rssProcessors: {
					base: formatProcessor(fitted.base),
					max: formatProcessor(fitted.max),
					maxProcessors:
						fitted.maxProcessors === undefined ? undefined : Math.min(fitted.maxProcessors, 2048),
					profile,
					preferredNumaNode: host?.nearest,
					processors: fitted.array && processorsText([...new Set(fitted.array)]),
				},
			},
			scaling: {
				rss,
				numberOfQueues,
				indirectionTable: spreads ? tableText(table.entries) : undefined,
			},
		},
	};
}
