import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinkType } from '../../../server/src/packet/linkLayer.js';
import { ordinaryProtocol } from '../../../server/src/packet/ordinary.js';
import { PacketParser } from '../../../server/src/packet/packetParser.js';
import { ethernet, ipv4, ipv6, tcp, udp } from '../../support/packets.js';

/** Ordinary packets with a few bytes written over, and cut: near enough to be taken for one, or not. */
const nearly = fc
	.record({
		family: fc.constantFrom(4, 6),
		protocol: fc.constantFrom(6, 17),
		ports: fc.tuple(fc.nat(0xffff), fc.nat(0xffff)),
		payload: fc.array(fc.nat(255), { maxLength: 12 }),
		pokes: fc.array(fc.tuple(fc.integer({ min: 12, max: 60 }), fc.nat(255)), { maxLength: 3 }),
		cut: fc.option(fc.nat(70), { nil: undefined, freq: 4 }),
	})
	.map(({ family, protocol, ports, payload, pokes, cut }) => {
		const transport = protocol === 6 ? tcp(...ports, payload) : udp(...ports, payload);
		const bytes = Uint8Array.from(
			family === 4
				? ethernet(0x0800, ipv4('66.9.149.187', '161.142.100.80', protocol, transport))
				: ethernet(0x86dd, ipv6('2001:db8::7', '2001:db8:1::1', protocol, transport)),
		);
		for (const [at, value] of pokes) if (at < bytes.length) bytes[at] = value;
		return bytes.slice(0, cut);
	});

const ipFields = (parser: PacketParser) => {
	const { macDestinationOffset, vlanId, view, bytes, ...fields } = { ...parser };
	return fields;
};

describe('ordinary packets', () => {
	it('get the fields that the readers of each layer would set, and only ordinary ones are taken for such', () => {
		let taken = 0;
		const families = new Set<number>();
		fc.assert(
			fc.property(nearly, (bytes) => {
				const quick = new PacketParser();
				quick.parse(bytes, 0, bytes.length, LinkType.ETHERNET);
				const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
				const protocol = ordinaryProtocol(view, 0, bytes.length);
				if (protocol === 0) return;
				taken++;
				// As raw IP the same bytes are read layer by layer.
				const slow = new PacketParser();
				slow.parse(bytes, 14, bytes.length, LinkType.RAW);
				expect(ipFields(quick)).toEqual(ipFields(slow));
				expect([quick.protocol, quick.family]).toEqual([protocol & 0xff, protocol > 0xff ? 6 : 4]);
				families.add(quick.family);
				expect([quick.macDestinationOffset, quick.vlanId, quick.hasPorts]).toEqual([0, -1, true]);
			}),
			{ numRuns: 2_000 },
		);
		expect(taken).toBeGreaterThan(200);
		expect(families).toEqual(new Set([4, 6]));
	});
});
