import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Landing } from '../../../server/src/emulator/receiveLanding.js';
import { ReceivePath } from '../../../server/src/emulator/receivePath.js';
import { HashType, hashTypesOf } from '../../../server/src/ndis/hash.js';
import { buildFrame } from '../../../server/src/packet/buildFrame.js';
import { LinkType } from '../../../server/src/packet/linkLayer.js';
import { PacketParser } from '../../../server/src/packet/packetParser.js';
import { formatProcessor, type Processor } from '../../../server/src/rss/processor.js';
import { hashInput, toeplitzHash } from '../../../server/src/rss/toeplitz.js';
import { SeededRandom } from '../../../server/src/traffic/random.js';
import { p } from '../../support/adapter.js';
import { randomState } from '../../support/randomState.js';
import { adapterIn, NOBODY, packetOf, spreading } from '../../support/receiving.js';

const mac = (last: number) => Uint8Array.of(0, 0x15, 0x5d, 1, 2, last);
const words = (landing: Landing | undefined) =>
	landing && {
		...landing,
		processor: landing.processor === undefined ? undefined : formatProcessor(landing.processor),
		hashType: hashTypesOf(landing.hashType)[0],
	};
const first = (path: ReceivePath, ...args: Parameters<ReceivePath['receive']>) =>
	words(path.receive(...args)[0]);

describe('ReceivePath: steering', () => {
	it('takes the entry of the hash with RSS on: the first published vector', () => {
		const path = new ReceivePath(adapterIn([spreading(0)]));
		expect(first(path, packetOf(2794))).toEqual({
			vportId: 0,
			processor: '0:2',
			parameter: { entry: 0x51ccc178 & 3 },
			hashType: 'tcpIpv4',
			hash: 0x51ccc178,
			count: 1,
		});
		expect(first(path, packetOf(2794, { fragment: true }))).toMatchObject({
			parameter: { entry: 0x323e8fc2 & 3 },
			hashType: 'ipv4',
			hash: 0x323e8fc2,
			processor: '0:4',
		});
	});

	it('takes the default processor without a hash', () => {
		const path = new ReceivePath(adapterIn([spreading(0, { hashInformation: HashType.tcpIpv6 | 1 })]));
		const toDefault = { processor: '0:9', parameter: 'default', hash: 0, hashType: undefined };
		expect(first(path, packetOf(2794))).toMatchObject(toDefault);
		const arp = new PacketParser();
		arp.parse(Uint8Array.of(...NOBODY, ...NOBODY, 8, 6, 0, 1), 0, 16, LinkType.ETHERNET);
		expect(first(path, arp)).toMatchObject(toDefault);
		const never = new ReceivePath(adapterIn([spreading(0, { hashInformation: 0 })]));
		expect(first(never, packetOf(2794))).toMatchObject(toDefault);
	});

	it('takes the primary processor with RSS off; the hash is computed all the same where that is on', () => {
		const off = spreading(0, { rssEnabled: false, primaryProcessor: p('0:7') });
		const path = new ReceivePath(adapterIn([off]));
		const toPrimary = { processor: '0:7', parameter: 'primary' };
		expect(first(path, packetOf(2794))).toMatchObject({ ...toPrimary, hashType: undefined, hash: 0 });
		const hashing = new ReceivePath(adapterIn([{ ...off, receiveHash: true }]));
		expect(first(hashing, packetOf(2794))).toMatchObject({
			...toPrimary,
			hashType: 'tcpIpv4',
			hash: 0x51ccc178,
		});
	});

	it('drops what is for a VPort that is not activated, and what is for none', () => {
		const path = new ReceivePath(adapterIn([spreading(1, { active: false })]));
		path.filters.set([{ macAddress: mac(1), vlanId: 0, vportId: 1 }]);
		const nowhere = { processor: undefined, parameter: undefined };
		expect(first(path, packetOf(1, { macDestination: mac(1) }), { count: 3 })).toMatchObject({
			...nowhere,
			vportId: 1,
			reason: 'vportDeactivated',
		});
		expect(first(path, packetOf(1))).toMatchObject({ ...nowhere, vportId: undefined, reason: 'noVPort' });
		expect(first(path, packetOf(1), { vportId: 9 })).toMatchObject({
			...nowhere,
			vportId: 9,
			reason: 'noVPort',
		});
		expect([...path.counters.dropped]).toEqual([
			['vportDeactivated', 3],
			['noVPort', 2],
		]);
		expect([...path.counters.vports.keys()]).toEqual([1]);
		expect(path.counters.vports.get(1)).toMatchObject({ packets: 0, dropped: 3 });
		expect(path.counters.packets).toBe(5);
	});
});

describe('ReceivePath: VPort by filter', () => {
	const path = new ReceivePath(adapterIn([0, 1, 2].map((vportId) => spreading(vportId))));
	path.filters.set([
		{ macAddress: mac(1), vlanId: 0, vportId: 1 },
		{ macAddress: mac(1), vlanId: 7, vportId: 2 },
		{ macAddress: mac(3), vlanId: 0, vportId: 5 },
		{ macAddress: mac(4), vlanId: 7, vportId: 1 },
	]);
	const vport = (last: number, vlanId?: number) =>
		first(path, packetOf(1, { macDestination: mac(last), ...(vlanId !== undefined && { vlanId }) }))?.vportId;

	it.each<[string, number, number | undefined, number]>([
		['untagged', 1, undefined, 1],
		['VLAN 0', 1, 0, 1],
		['its VLAN', 1, 7, 2],
		['a VLAN nobody has', 1, 8, 0],
		['a filter for a VLAN only, untagged', 4, undefined, 0],
		['a MAC address nobody has', 2, undefined, 0],
		['a filter whose VPort is not there', 3, undefined, 0],
	])('%s', (_, last, vlanId, expected) => {
		expect(vport(last, vlanId)).toBe(expected);
	});

	it('is passed over by a VPort that is named, and does not exist in native mode', () => {
		expect(first(path, packetOf(1, { macDestination: mac(1) }), { vportId: 2 })?.vportId).toBe(2);
		const native = new ReceivePath(adapterIn([spreading(0)], 'native'));
		native.filters.set([{ macAddress: mac(1), vlanId: 0, vportId: 1 }]);
		expect(first(native, packetOf(1, { macDestination: mac(1) }))?.vportId).toBe(0);
	});

	it('has no MAC address to look at in raw IP', () => {
		const frame = buildFrame({
			source: NOBODY.subarray(0, 4),
			destination: NOBODY.subarray(0, 4),
			protocol: 59,
			macDestination: mac(1),
		});
		const raw = new PacketParser();
		raw.parse(frame, 14, frame.length, LinkType.RAW);
		expect(first(path, raw)).toMatchObject({ vportId: 0, hashType: 'ipv4' });
	});
});

describe('ReceivePath: any state, any traffic', () => {
	const processors = ['0:2', '0:3', '0:4', '0:5', '1:0'].map(p);
	const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
	const flow = fc.boolean().chain((six) =>
		fc.record({
			source: bytesOf(six ? 16 : 4),
			destination: bytesOf(six ? 16 : 4),
			protocol: fc.constantFrom(6, 17, 59),
			sourcePort: fc.nat({ max: 0xffff }),
			destinationPort: fc.nat({ max: 0xffff }),
			fragment: fc.boolean(),
			to: fc.nat({ max: 4 }),
			count: fc.integer({ min: 1, max: 5 }),
		}),
	);

	it('lands where bit by bit Toeplitz and the table say, and the counters add up to the landings', () => {
		fc.assert(
			fc.property(fc.nat(), fc.array(flow, { minLength: 1, maxLength: 20 }), (seed, flows) => {
				const { entities } = randomState(new SeededRandom(seed), processors);
				const path = new ReceivePath(adapterIn(entities));
				path.filters.set([1, 2, 3].map((vportId) => ({ macAddress: mac(vportId), vlanId: 0, vportId })));
				const tally = new Map<string, number>();
				const add = (key: string, count: number) => tally.set(key, (tally.get(key) ?? 0) + count);
				for (const { to, count, ...content } of flows) {
					const frame = buildFrame({ ...content, macDestination: mac(to) });
					const parser = new PacketParser();
					parser.parse(frame, 0, frame.length, LinkType.ETHERNET);
					const [landing, ...more] = path.receive(parser, { count });
					expect(more).toEqual([]);
					const entity = entities.find(({ vportId }) => vportId === to) ?? entities[0]!;
					const tcp = content.protocol === 6 && !content.fragment && entity.hashInformation === 0x1701;
					const type = content.source.length === 4 ? (tcp ? 'tcpIpv4' : 'ipv4') : tcp ? 'tcpIpv6' : 'ipv6';
					const hashed =
						entity.rssEnabled && (content.source.length === 4 || entity.hashInformation === 0x1701);
					const { source, destination, sourcePort, destinationPort } = content;
					const input = hashInput({ source, destination, ...(tcp && { sourcePort, destinationPort }) });
					const hash = hashed ? toeplitzHash(entity.hashSecretKey, input) : 0;
					const entry = hash % entity.indirectionTable.length;
					const processor: Processor | undefined = !entity.rssEnabled
						? entity.primaryProcessor
						: hashed
							? entity.indirectionTable[entry]
							: entity.defaultProcessor;
					expect(landing).toEqual({
						vportId: entity.vportId,
						processor,
						parameter: !entity.rssEnabled ? 'primary' : hashed ? { entry } : 'default',
						hashType: hashed ? HashType[type] : 0,
						hash,
						count,
					});
					const { vportId } = entity;
					add(`${vportId} packets`, count);
					add(`${vportId} processor ${processor}`, count);
					add(`${vportId} type ${hashed ? HashType[type] : 0}`, count);
					add(`${vportId} ${!entity.rssEnabled ? 'primary' : hashed ? `entry ${entry}` : 'default'}`, count);
				}
				const counted = new Map<string, number>();
				for (const [vportId, vport] of path.counters.vports) {
					counted.set(`${vportId} packets`, vport.packets);
					for (const [key, count] of vport.processors) counted.set(`${vportId} processor ${key}`, count);
					for (const [key, count] of vport.hashTypes) counted.set(`${vportId} type ${key}`, count);
					for (const [key, count] of vport.entries) counted.set(`${vportId} entry ${key}`, count);
					if (vport.primary) counted.set(`${vportId} primary`, vport.primary);
					if (vport.default) counted.set(`${vportId} default`, vport.default);
				}
				expect(counted).toEqual(tally);
				expect(path.counters.packets).toBe(flows.reduce((sum, { count }) => sum + count, 0));
				path.counters.reset();
				expect([path.counters.packets, path.counters.vports.size]).toEqual([0, 0]);
			}),
			{ numRuns: 300 },
		);
	});

	it('hashes each VPort with its own key, however many there are and whichever changes', () => {
		const keyOf = (vportId: number) =>
			new Uint8Array(40).fill(0).map((_, i) => (vportId * 7 + i * 31) & 0xff);
		const vports = Array.from({ length: 100 }, (_, vportId) => vportId);
		const adapter = adapterIn(vports.map((vportId) => spreading(vportId, { hashSecretKey: keyOf(vportId) })));
		const path = new ReceivePath(adapter);
		const packet = packetOf(2794);
		const { bytes, sourceOffset } = packet;
		const input = Uint8Array.of(...bytes.subarray(sourceOffset, sourceOffset + 8), 10, 234, 6, 230);
		const hashes = () => vports.map((vportId) => path.receive(packet, { vportId })[0]?.hash);
		const wanted = vports.map((vportId) => toeplitzHash(keyOf(vportId), input));
		expect(hashes()).toEqual(wanted);
		expect(hashes()).toEqual(wanted);
		adapter.restore({ entities: [spreading(3, { hashSecretKey: keyOf(4) })] });
		expect(path.receive(packet, { vportId: 3 })[0]?.hash).toBe(wanted[4]);
	});

	it('takes any bytes under any link type', () => {
		const path = new ReceivePath(adapterIn([spreading(0)]));
		const parser = new PacketParser();
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat(300), (bytes, linkType) => {
				parser.parse(bytes, 0, bytes.length, linkType);
				const [landing] = path.receive(parser);
				expect(['0:2', '0:3', '0:4', '0:5', '0:9']).toContain(formatProcessor(landing!.processor!));
			}),
		);
	});
});
