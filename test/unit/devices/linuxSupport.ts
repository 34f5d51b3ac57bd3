import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { LinuxNic } from '../../../server/src/devices/linux/nic.js';
import type { LinuxRequest } from '../../../server/src/devices/linux/request.js';
import { stateOfNic } from '../../../server/src/devices/linux/state.js';
import type { EntityState } from '../../../server/src/emulator/state.js';
import { hashInformationOf } from '../../../server/src/ndis/hash.js';
import { processor } from '../../../server/src/rss/processor.js';

/** A text of test/fixtures/ethtool. */
export function fixture(name: string): string {
	return readFileSync(new URL(`../../fixtures/ethtool/${name}`, import.meta.url), 'utf8');
}

export const keyText = (seed: number): string =>
	Array.from({ length: 40 }, (_, i) => ((i * 31 + seed) & 0xff).toString(16).padStart(2, '0')).join(':');

/** An interface as a server has it: 8 processors, as many queues, 128 entries. */
export function nicWith(changes: Partial<LinuxNic> = {}): LinuxNic {
	const { maxQueues = 8 } = changes;
	return {
		interface: 'eth1',
		driver: 'ixgbe',
		channel: 'combined',
		queues: maxQueues,
		maxQueues,
		table: Array.from({ length: 128 }, (_, i) => i % maxQueues),
		key: keyText(1),
		hashFunctions: ['toeplitz'],
		flowHash: { tcp4: 'sdfn', udp4: 'sd', tcp6: 'sdfn', udp6: 'sd' },
		receiveHash: { on: true, fixed: false },
		vectors: Array.from({ length: maxQueues }, (_, queue) => ({ queue, irq: 40 + queue, processors: '0-7' })),
		online: '0-7',
		nodes: [{ node: 0, processors: '0-7' }],
		root: true,
		ethtool: '/usr/sbin/ethtool',
		tableWriters: ['python3', 'perl', 'ethtool'],
		canLock: true,
		irqbalance: false,
		packetSteering: [],
		...changes,
	};
}

/** What a configuration asks of an interface that has this. */
export function asked(nic: LinuxNic, changes: Partial<EntityState>): { entities: EntityState[] } {
	const [entity] = stateOfNic(nic).entities;
	if (!entity) throw new Error('no entity');
	return { entities: [{ ...entity, ...changes }] };
}

/** Wishes that an interface of 8 processors and 8 queues can be given. */
export const wishes: fc.Arbitrary<Partial<EntityState>> = fc
	.record({
		processors: fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 6 }),
		spare: fc.integer({ min: 0, max: 2 }),
		bits: fc.integer({ min: 0, max: 7 }),
		pattern: fc.array(fc.nat(100), { minLength: 128, maxLength: 128 }),
		rssEnabled: fc.boolean(),
		ownDefault: fc.boolean(),
		ports: fc.subarray(['tcpIpv4', 'udpIpv4', 'tcpIpv6', 'udpIpv6'] as const),
		key: fc.nat(3),
	})
	.map(({ processors, spare, bits, pattern, rssEnabled, ownDefault, ports, key }) => {
		const [first = 0] = processors;
		const inTable = ownDefault && processors.length > 1 ? processors.slice(1) : processors;
		const table = pattern.slice(0, 1 << bits).map((n) => processor(0, inTable[n % inTable.length] ?? 0));
		return {
			rssEnabled,
			numberOfQueues: Math.min(8, processors.length + spare),
			primaryProcessor: processor(0, first),
			defaultProcessor: processor(0, first),
			indirectionTable: table,
			hashInformation: hashInformationOf(['ipv4', 'ipv6', ...ports]),
			hashSecretKey: Uint8Array.from(keyText(key).split(':'), (byte) => Number.parseInt(byte, 16)),
		};
	});

/** How a driver goes beyond what it is asked, as real ones do. */
export interface Habits {
	/** New channels write the table anew, over all queues. */
	readonly rewritesTable: boolean;
	/** New channels have new interrupts, on any processor. */
	readonly newInterrupts: boolean;
	/** The table is out of force after every other request, until it is written. */
	readonly forgets: boolean;
}

/** An adapter with its driver, made to refuse what real ones refuse. */
export class Driver {
	nic: LinuxNic;
	/** Whether the table that is shown is the one that packets meet. */
	inForce: boolean;

	constructor(
		nic: LinuxNic,
		readonly habits: Habits,
	) {
		this.nic = nic;
		this.inForce = !habits.forgets;
	}

	/** Carries out a request; the driver's complaint when it refuses. */
	take(request: LinuxRequest): string | undefined {
		const { nic } = this;
		if (request.kind !== 'linuxAffinity')
			this.inForce = !this.habits.forgets || request.kind === 'linuxTable';
		switch (request.kind) {
			case 'linuxChannels':
				return this.#channels(request.count);
			case 'linuxTable':
				if (request.queues.length !== nic.table.length) return 'Invalid argument';
				if (request.queues.some((queue) => queue >= nic.queues)) return 'Invalid argument';
				this.nic = { ...nic, table: request.queues };
				return undefined;
			case 'linuxKey':
				if (request.key.split(':').length !== (nic.key ?? '').split(':').length)
					return 'Key is too short for device';
				this.nic = { ...nic, key: request.key };
				return undefined;
			case 'linuxFlowHash':
				if (nic.flowHash[request.flow] === undefined) return 'Operation not supported';
				this.nic = { ...nic, flowHash: { ...nic.flowHash, [request.flow]: request.fields } };
				return undefined;
			case 'linuxReceiveHash':
				this.nic = { ...nic, receiveHash: { on: request.on, fixed: false } };
				return undefined;
			case 'linuxAffinity': {
				const wanted = new Map(request.queues.map(({ queue, processors }) => [queue, processors]));
				const vectors = nic.vectors.map((one) => ({
					...one,
					processors: wanted.get(one.queue) ?? one.processors,
				}));
				this.nic = { ...nic, vectors };
				return undefined;
			}
		}
	}

	#channels(queues: number): string | undefined {
		const { nic, habits } = this;
		if (queues === nic.queues) return 'no channel parameters changed';
		if (queues < 1 || queues > nic.maxQueues) return 'requested channel count exceeds maximum';
		if (nic.table.some((queue) => queue >= queues))
			return 'requested channel counts are too low for existing indirection table settings';
		this.nic = {
			...nic,
			queues,
			table: habits.rewritesTable ? nic.table.map((_, i) => i % queues) : nic.table,
			vectors: habits.newInterrupts
				? nic.vectors.map((one) => ({ ...one, irq: one.irq + 100, processors: '0-7' }))
				: nic.vectors,
		};
		return undefined;
	}
}
