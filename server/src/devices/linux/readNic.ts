import { DeviceError } from '../deviceError.js';
import { readChannels, readFlowHash, readReceiveHash, readTable, readTableJson } from './ethtoolText.js';
import type { LinuxNic, TableWriter } from './nic.js';
import { type Part, readParts } from './readScript.js';
import { FLOW_TYPES } from './request.js';
import { queueVectors } from './vectors.js';

/**
 * An interface from the output of the read script.
 * @param where the machine, for messages: `this machine`, `host`
 * @param context the RSS context that it was asked for
 * @throws DeviceError `not-available` when there is no such interface or no ethtool, `protocol` when the output is not whole
 */
export function readNic(interfaceName: string, output: string, where: string, context?: number): LinuxNic {
	const parts = readParts(output);
	const text = (name: string) => parts.get(name)?.text ?? '';
	const said = (name: string) => (parts.get(name)?.code === 0 ? text(name).trim() : '');
	if (parts.get('link')?.code !== 0) {
		throw new DeviceError('not-available', `There is no network interface ${interfaceName} on ${where}.`);
	}
	const ethtool = said('tool');
	if (ethtool === '') {
		throw new DeviceError(
			'not-available',
			`ethtool is not installed on ${where}: apt-get or dnf install ethtool.`,
		);
	}
	if (context !== undefined && parts.get('table')?.code !== 0) {
		const said = text('table').trim().split('\n')[0] ?? '';
		throw new DeviceError(
			'not-available',
			`${interfaceName} on ${where} has no RSS context ${context} (ethtool: ${said}). Where its driver has contexts, ethtool -X ${interfaceName} context new makes one and tells its number.`,
		);
	}
	const { rings, ...spread } = readTable(text('table'));
	const channels = readChannels(text('channels'));
	const flows = FLOW_TYPES.flatMap((flow) => {
		const fields = readFlowHash(text(`flow ${flow}`));
		return fields === undefined ? [] : [[flow, fields] as const];
	});
	const receiveHash = readReceiveHash(text('features'));
	const flowRules = Number(/^Total (\d{1,6}) rules/m.exec(text('rules'))?.[1] ?? 0);
	const node = Number(said('node') || -1);
	const queues = channels?.queues ?? Math.max(rings, 1);
	return {
		interface: interfaceName,
		...(context !== undefined && { context }),
		driver: said('driver').split('/').at(-1) ?? '',
		...(channels && { channel: channels.channel }),
		queues,
		maxQueues: channels?.maxQueues ?? queues,
		...(readTableJson(said('json')) ?? spread),
		flowHash: Object.fromEntries(flows),
		...(receiveHash && { receiveHash }),
		vectors: queueVectors(interfaceName, {
			names: text('names'),
			msi: said('msi'),
			affinity: text('affinity'),
			effective: text('effective'),
		}),
		online: said('online') || '0',
		nodes: readNodes(text('nodes')),
		...(node >= 0 && { node }),
		// sudo may complain of the machine's name before.
		root: said('user').split('\n').at(-1) === '0',
		ethtool,
		tableWriters: tableWriters(parts),
		canLock: parts.get('flock')?.code === 0,
		irqbalance: said('irqbalance') !== '',
		...(flowRules > 0 && { flowRules }),
		packetSteering: steeredQueues(text('steering')),
	};
}

function readNodes(text: string): LinuxNic['nodes'] {
	return [...text.matchAll(/^(\d{1,4}) ([0-9,-]+)$/gm)].map(([, node, processors = '']) => ({
		node: Number(node),
		processors,
	}));
}

/** Queues whose mask of processors is not empty. */
function steeredQueues(text: string): number[] {
	return [...text.matchAll(/\/rx-(\d+)\/rps_cpus:([0-9a-f,]+)$/gm)]
		.filter(([, , mask = '']) => /[1-9a-f]/.test(mask))
		.map(([, queue]) => Number(queue));
}

function tableWriters(parts: ReadonlyMap<string, Part>): TableWriter[] {
	const there = (name: string) => parts.get(name)?.code === 0;
	return [...(['python3', 'perl'] as const).filter(there), 'ethtool'];
}
